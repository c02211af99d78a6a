using PhyrActors.Exploration;
using Serilog;

namespace PhyrActors.Host;

/// <summary>Trace files: whole, or not there at all.</summary>
internal static class TraceStore
{
    public const string Extension = ".phyrtrace";

    /// <exception cref="InputException">There is no such file, or it cannot be read as a trace.</exception>
    public static Trace Load(string path)
    {
        if (Directory.Exists(path))
        {
            throw new InputException($"{path}: is a directory, not a trace");
        }

        try
        {
            using FileStream file = File.OpenRead(path);
            return TraceFormat.Read(file);
        }
        catch (TraceFormatException cause)
        {
            throw new InputException($"{path}: {cause.Message}", cause);
        }
        catch (Exception cause) when (cause is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new InputException($"{path}: no such file", cause);
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new InputException($"{path}: cannot be read: {cause.Message}", cause);
        }
    }

    /// <summary>Refuses, before any work is done, a place where nothing can be saved.</summary>
    /// <exception cref="InputException">The path is a directory, or its directory does not exist.</exception>
    public static void CheckPlace(string path)
    {
        if (path.Length == 0 || Directory.Exists(path))
        {
            throw new InputException($"--out: '{path}' is no file name");
        }

        string? folder = Path.GetDirectoryName(path);
        if (!string.IsNullOrEmpty(folder) && !Directory.Exists(folder))
        {
            throw new InputException($"--out: there is no directory '{folder}'");
        }
    }

    /// <summary>Writes under a temporary name and renames, so that nobody ever sees half a trace.</summary>
    /// <exception cref="InputException">The place cannot be written to.</exception>
    public static void Save(Trace trace, string path)
    {
        string temporary = $"{path}.{Guid.NewGuid():n}.tmp";
        try
        {
            using (FileStream file = File.Create(temporary))
            {
                TraceFormat.Write(file, trace);
                file.Flush(flushToDisk: true);
            }

            File.Move(temporary, path, overwrite: true);
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"{path}: the trace cannot be saved: {cause.Message}", cause);
        }
        finally
        {
            RemoveIfLeft(temporary);
        }
    }

    /// <summary>After a failure that has been told: a second one, over what it left, would add nothing.</summary>
    private static void RemoveIfLeft(string temporary)
    {
        try
        {
            File.Delete(temporary);
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            Log.Debug("{Temporary}: cannot be removed: {Complaint}", temporary, cause.Message);
        }
    }
}
