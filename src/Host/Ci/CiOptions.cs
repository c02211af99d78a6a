using System.CommandLine;

namespace PhyrActors.Host;

/// <summary>What build servers read beside the result itself.</summary>
internal sealed class CiOptions
{
    private readonly Option<string?> _junit = File("--junit", "Where to save the result as JUnit XML");
    private readonly Option<string?> _sarif = File("--sarif", "Where to save the result as SARIF 2.1.0");
    private readonly Option<string?> _jsonl = File("--jsonl", "Where to save the result as JSON lines");
    private readonly Option<bool> _github = new("--github")
    {
        Description = "Print findings as annotations for GitHub Actions, to stderr",
    };

    public void AddTo(Command command)
    {
        command.Add(_junit);
        command.Add(_sarif);
        command.Add(_jsonl);
        command.Add(_github);
    }

    /// <exception cref="InputException">Something cannot be saved where it is asked for.</exception>
    public void Check(ParseResult parsed)
    {
        foreach (Option<string?> option in (Option<string?>[])[_junit, _sarif, _jsonl])
        {
            if (parsed.GetValue(option) is { } place)
            {
                WholeFile.CheckPlace(option.Name, place);
            }
        }
    }

    /// <summary>Saves and prints what was asked for.</summary>
    /// <exception cref="InputException">A file cannot be saved.</exception>
    public async Task WriteAsync(ParseResult parsed, CiResult result, TextWriter error)
    {
        Save(parsed.GetValue(_junit), stream => JUnitReport.Write(stream, result));
        Save(parsed.GetValue(_sarif), stream => SarifReport.Write(stream, result));
        Save(parsed.GetValue(_jsonl), stream => JsonLines.Write(stream, result));
        foreach (string line in parsed.GetValue(_github) ? GithubAnnotations.Of(result) : [])
        {
            await error.WriteLineAsync(line);
        }
    }

    private static void Save(string? path, Action<Stream> write)
    {
        if (path is not null)
        {
            WholeFile.Save(path, "the report", write);
        }
    }

    private static Option<string?> File(string name, string description) =>
        new(name) { Description = description, HelpName = "FILE" };
}
