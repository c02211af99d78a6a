using PhyrActors.Exploration;
using Serilog;

namespace PhyrActors.Host;

/// <summary>Files that are there as a whole or not at all.</summary>
internal static class WholeFile
{
    /// <param name="path">The file.</param>
    /// <param name="noun">What it should be, as complaints call it.</param>
    /// <param name="read">Reads it.</param>
    /// <exception cref="InputException">There is no such file, or it is something else.</exception>
    public static T Load<T>(string path, string noun, Func<Stream, T> read)
    {
        if (Directory.Exists(path))
        {
            throw new InputException($"{path}: is a directory, not {noun}");
        }

        try
        {
            using FileStream file = File.OpenRead(path);
            return read(file);
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
    public static void CheckPlace(string option, string path)
    {
        if (path.Length == 0 || Directory.Exists(path))
        {
            throw new InputException($"{option}: '{path}' is no file name");
        }

        string? folder = Path.GetDirectoryName(path);
        if (!string.IsNullOrEmpty(folder) && !Directory.Exists(folder))
        {
            throw new InputException($"{option}: there is no directory '{folder}'");
        }
    }

    /// <summary>Writes under a temporary name and renames, so that nobody ever sees half of it.</summary>
    /// <exception cref="InputException">The place cannot be written to.</exception>
    public static void Save(string path, string noun, Action<Stream> write)
    {
        string temporary = $"{path}.{Guid.NewGuid():n}.tmp";
        try
        {
            using (FileStream file = File.Create(temporary))
            {
                write(file);
                file.Flush(flushToDisk: true);
            }

            File.Move(temporary, path, overwrite: true);
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"{path}: {noun} cannot be saved: {cause.Message}", cause);
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
