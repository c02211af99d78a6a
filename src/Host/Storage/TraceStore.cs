using PhyrActors.Exploration;

namespace PhyrActors.Host;

/// <summary>Trace files: whole, or not there at all.</summary>
internal static class TraceStore
{
    public const string Extension = ".phyrtrace";

    /// <exception cref="InputException">There is no such file, or it cannot be read as a trace.</exception>
    public static Trace Load(string path) => WholeFile.Load(path, "a trace", TraceFormat.Read);

    /// <exception cref="InputException">The place cannot be written to.</exception>
    public static void Save(Trace trace, string path) =>
        WholeFile.Save(path, "the trace", stream => TraceFormat.Write(stream, trace));
}
