namespace PhyrActors.Host;

/// <summary>A result as workflow commands of GitHub Actions, which show as annotations of the scenario file.</summary>
internal static class GithubAnnotations
{
    public static IEnumerable<string> Of(CiResult result) => result.Problems.Select(problem =>
        $"::error file={Property(result.ScenarioPath)},line=1,title={Property($"phyr {result.Verb}: {problem.Rule}")}::"
        + Message(string.Join('\n', problem.Lines)));

    private static string Message(string text) => text
        .Replace("%", "%25", StringComparison.Ordinal)
        .Replace("\r", "%0D", StringComparison.Ordinal)
        .Replace("\n", "%0A", StringComparison.Ordinal);

    private static string Property(string text) => Message(text)
        .Replace(":", "%3A", StringComparison.Ordinal)
        .Replace(",", "%2C", StringComparison.Ordinal);
}
