using System.Text.RegularExpressions;

namespace PhyrActors.Scenarios.Tests;

/// <summary>Keeps docs/bug-zoo.md and the list of entries in step.</summary>
public sealed partial class ZooPageTests
{
    private const string Beyond = "Not expressible";
    private const string Traces = "docs/zoo";

    private static readonly string s_page = File.ReadAllText(ScenarioFiles.PathOf("docs/bug-zoo.md"));

    private static readonly (string Heading, string Body)[] s_sections =
    [
        .. Section().Matches(s_page).Select(static match =>
            (match.Groups["heading"].Value.Trim(), match.Groups["body"].Value)),
    ];

    [Fact]
    public void Every_entry_has_its_line_in_the_section_of_its_name()
    {
        string[] missing =
        [
            .. from entry in Zoo.Entries
               where !SectionsOf(entry).Any(section => Lines(section).Contains(entry.Facts))
               select entry.Facts,
        ];

        Assert.Empty(missing);
    }

    [Fact]
    public void Every_line_of_an_entry_is_that_of_the_list()
    {
        string[] strangers =
        [
            .. s_sections.SelectMany(static section => Lines(section.Body))
                .Where(static line => line.StartsWith("> **", StringComparison.Ordinal))
                .Except(Zoo.Entries.Select(static entry => entry.Facts)),
        ];

        Assert.Empty(strangers);
    }

    [Fact]
    public void Every_section_tells_what_happens_and_what_one_sees()
    {
        string[] silent =
        [
            .. s_sections.Where(static section => section.Heading != Beyond && !IsTold(section.Body))
                .Select(static section => section.Heading),
        ];

        Assert.Empty(silent);
    }

    [Fact]
    public void Every_test_that_is_to_decide_an_entry_is_there()
    {
        string[] classes =
        [
            .. Directory.EnumerateFiles(ScenarioFiles.PathOf("tests"), "*Tests.cs", SearchOption.AllDirectories)
                .Select(static file => Path.GetFileNameWithoutExtension(file)),
        ];

        string[] gone = [.. Zoo.Entries.Select(static entry => entry.Test).OfType<string>().Distinct().Except(classes)];

        Assert.Empty(gone);
    }

    [Fact]
    public void Every_minimal_trace_is_that_of_an_entry_whose_section_links_to_it()
    {
        string folder = ScenarioFiles.PathOf(Traces);
        IEnumerable<string> traces = Directory.Exists(folder) ? Directory.EnumerateFiles(folder) : [];

        string[] unlinked =
        [
            .. traces.Select(static file => Path.GetFileName(file))
                .Where(static name => !s_page.Contains($"(zoo/{name})", StringComparison.Ordinal)),
        ];

        Assert.Empty(unlinked);
    }

    /// <summary>A rule that is worded anew is worded anew in the texts: its sentence is made like theirs.</summary>
    [Fact]
    public void Every_minimal_trace_tells_its_rule_in_the_words_of_today()
    {
        string[] outdated =
        [
            .. from file in Directory.EnumerateFiles(ScenarioFiles.PathOf(Traces))
               let text = Unfolded(File.ReadAllText(file))
               let id = text[..text.IndexOf(" is violated", StringComparison.Ordinal)]
               where !text.Contains($" The rule: {InvariantWords.Of(id)}. ", StringComparison.Ordinal)
               select Path.GetFileName(file),
        ];

        Assert.Empty(outdated);
    }

    private static string Unfolded(string text) => WhiteSpace().Replace(text, " ");

    /// <summary>A heading names one entry or several: <c>B4, B5, B6: ...</c>.</summary>
    private static IEnumerable<string> SectionsOf(ZooEntry entry) =>
        from section in s_sections
        let isList = section.Heading.StartsWith("R-M1 ", StringComparison.Ordinal)
        let names = isList ? ["R-M1"] : section.Heading.Split(':')[0].Split(", ")
        where entry.Kind == ZooKind.NotExpressible
            ? section.Heading == Beyond
            : names.Contains(entry.Id) || (entry.Id.StartsWith("R-", StringComparison.Ordinal) && names[0] == "R-M1")
        select section.Body;

    private static string[] Lines(string text) => text.Split('\n');

    /// <summary>The interleaving in a sentence or more, and the symptom.</summary>
    private static bool IsTold(string body)
    {
        int told = Lines(body).Where(static line => !line.StartsWith('>') && !line.StartsWith('*'))
            .Sum(static line => line.Length);
        return told >= 60 && body.Contains("*Symptom:* ", StringComparison.Ordinal);
    }

    [GeneratedRegex(@"\s+", RegexOptions.None, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex WhiteSpace();

    [GeneratedRegex(
        @"^## (?<heading>[^\n]*)\n(?<body>.*?)(?=^## |\z)",
        RegexOptions.Multiline | RegexOptions.Singleline,
        matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Section();
}
