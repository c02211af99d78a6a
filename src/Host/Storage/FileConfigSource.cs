using System.Text;

namespace PhyrActors.Host;

/// <summary>Scenario text from files, and the environment of the process.</summary>
internal sealed class FileConfigSource : IConfigSource
{
    private static readonly UTF8Encoding s_strictUtf8 = new(encoderShouldEmitUTF8Identifier: false, true);

    /// <exception cref="ConfigurationException">There is something under that name, but no text that can be
    /// read.</exception>
    public string? TryRead(string name, string? includedFrom)
    {
        if (Directory.Exists(name))
        {
            throw Unreadable(name, "is a directory", null);
        }

        try
        {
            using StreamReader reader = new(name, s_strictUtf8);
            return ReadBounded(reader, name);
        }
        catch (Exception cause) when (cause is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        catch (DecoderFallbackException cause)
        {
            throw Unreadable(name, "is not UTF-8 text", cause);
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw Unreadable(name, $"cannot be read: {cause.Message}", cause);
        }
    }

    string? IConfigSource.Environment(string name) => Environment.GetEnvironmentVariable(name);

    /// <summary>One character more than a document may have is enough for the parser to refuse it.</summary>
    private static string ReadBounded(StreamReader reader, string name)
    {
        char[] buffer = new char[ConfigLimits.DocumentCharsMax + 1];
        int length = reader.ReadBlock(buffer, 0, buffer.Length);
        return length < buffer.Length
            ? new string(buffer, 0, length)
            : throw Unreadable(name, $"is longer than {ConfigLimits.DocumentCharsMax} characters", null);
    }

    private static ConfigurationException Unreadable(string name, string complaint, Exception? cause) =>
        new($"{name}: {complaint}", cause!);
}
