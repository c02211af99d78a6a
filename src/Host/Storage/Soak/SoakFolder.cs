using System.Text;

namespace PhyrActors.Host;

/// <summary>What lies beside a soak store: the scenario as it was run, and the traces of findings.</summary>
internal static class SoakFolder
{
    public static string Of(string store) => Path.ChangeExtension(store, ".findings");

    /// <summary>Where the scenario is, with every key: what a finding's seed runs again.</summary>
    public static string ScenarioOf(string store) => Path.Combine(Of(store), "scenario.conf");

    /// <summary>Keeps other soaks out of the store until it is disposed of, or its process ends.</summary>
    /// <exception cref="InputException">There is another.</exception>
    public static IDisposable Lock(string store)
    {
        string path = store + ".lock";
        try
        {
            return new FileStream(
                path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1, FileOptions.DeleteOnClose);
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"{store}: no soak can write there, or another does: {cause.Message}", cause);
        }
    }

    /// <exception cref="InputException">The place cannot be written to.</exception>
    public static void Save(string store, SoakHeader header)
    {
        try
        {
            Directory.CreateDirectory(Of(store));
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"{Of(store)}: cannot be made: {cause.Message}", cause);
        }

        WholeFile.Save(
            ScenarioOf(store), "the scenario", stream => stream.Write(Encoding.UTF8.GetBytes(header.ScenarioText)));
    }
}
