using System.Text;
using System.Text.Json;

namespace PhyrActors.Host;

/// <summary>Files of ended searches: one JSON object a line.</summary>
internal static class ZooStore
{
    private static readonly JsonSerializerOptions s_json = new() { PropertyNamingPolicy = JsonNamingPolicy.CamelCase };

    /// <summary>Where to save: the place asked for, or the file to go on from.</summary>
    /// <exception cref="InputException">Both are given, or nothing can be saved there.</exception>
    public static string? PlaceOf(string? checkpoint, string? resume)
    {
        if (checkpoint is not null && resume is not null)
        {
            throw new InputException("--checkpoint and --resume: --resume keeps its own file up to date; give one");
        }

        if (checkpoint is not null)
        {
            WholeFile.CheckPlace("--checkpoint", checkpoint);
        }

        return checkpoint ?? resume;
    }

    /// <exception cref="InputException">There is no such file, or it is something else.</exception>
    public static IReadOnlyList<ZooResult> Load(string path) => WholeFile.Load(path, "a checkpoint", file =>
    {
        using StreamReader reader = new(file, Encoding.UTF8);
        List<ZooResult> results = [];
        for (int number = 1; reader.ReadLine() is { } line; number++)
        {
            results.Add(Parse(line) ?? throw new InputException($"{path}:{number}: is no search of the zoo"));
        }

        return results;
    });

    /// <exception cref="InputException">The place cannot be written to.</exception>
    public static void Save(IReadOnlyList<ZooResult> results, string path) =>
        WholeFile.Save(path, "the checkpoint", file =>
        {
            foreach (ZooResult result in results)
            {
                JsonSerializer.Serialize(file, result, s_json);
                file.WriteByte((byte)'\n');
            }
        });

    private static ZooResult? Parse(string line)
    {
        try
        {
            ZooResult? result = JsonSerializer.Deserialize<ZooResult>(line, s_json);
            return result is { Entry: not null, Strategy: not null, World: not null } ? result : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
