using System.IO.Compression;
using System.Text.Json;

namespace PhyrActors.Model.Tests;

/// <summary>Recorded operations with the answers that the kernel's own code gave, one JSON object a line.</summary>
/// <remarks>A sample lies in the project. When PHYR_VECTORS names a folder, every file there of the same kind is read
/// as well.</remarks>
internal static class Vectors
{
    private const string Folder = "PHYR_VECTORS";

    public static IEnumerable<JsonElement> Of(string kind)
    {
        Stream sample = typeof(Vectors).Assembly.GetManifestResourceStream($"{kind}-vectors.jsonl.gz")
            ?? throw new InvalidOperationException($"no sample of {kind} vectors");
        IEnumerable<JsonElement> all = Lines(sample);
        if (Environment.GetEnvironmentVariable(Folder) is { Length: > 0 } folder)
        {
            all = all.Concat(
                Directory.EnumerateFiles(folder, $"{kind}-*.jsonl.gz").Order(StringComparer.Ordinal)
                    .SelectMany(static file => Lines(File.OpenRead(file))));
        }

        return all;
    }

    public static ulong[] Numbers(this JsonElement list) =>
        [.. list.EnumerateArray().Select(static number => unchecked((ulong)number.GetInt64()))];

    private static IEnumerable<JsonElement> Lines(Stream compressed)
    {
        using StreamReader reader = new(new GZipStream(compressed, CompressionMode.Decompress));
        while (reader.ReadLine() is { } line)
        {
            using JsonDocument document = JsonDocument.Parse(line);
            yield return document.RootElement.Clone();
        }
    }
}
