using System.Text.RegularExpressions;

namespace PhyrActors.Architecture.Tests;

/// <summary>Keeps docs/coverage.md and the tests that name its rows in step.</summary>
public partial class CoverageTests
{
    private const string Page = "docs/coverage.md";

    private static readonly (string Letter, int Last)[] s_groups =
        [("T", 14), ("P", 5), ("G", 10), ("D", 25), ("R", 6), ("U", 14)];

    private static readonly ILookup<string, string> s_traits =
    (
        from file in Repository.FilesUnder("tests", ".cs")
        from Match match in Trait().Matches(Repository.ReadText(file))
        select (Row: match.Groups["row"].Value, File: file)
    ).ToLookup(static trait => trait.Row, static trait => trait.File);

    [Fact]
    public void The_page_has_every_row_once()
    {
        IEnumerable<string> expected = s_groups.SelectMany(
            static group => Enumerable.Range(1, group.Last).Select(number => group.Letter + number));

        IEnumerable<string> actual = Rows().Select(static row => row.Id);

        Assert.Equal(expected, actual);
    }

    [Fact]
    public void Every_row_has_a_state()
    {
        string[] stateless =
        [
            .. Rows().Where(static row => row.State is not ("done" or "partly" or "open"))
                .Select(static row => row.Id),
        ];

        Offences.AssertNone(stateless);
    }

    [Fact]
    public void Every_row_that_is_done_or_partly_done_has_a_test()
    {
        string[] untested =
        [
            .. Rows().Where(static row => row.State != "open" && !s_traits.Contains(row.Id))
                .Select(static row => row.Id),
        ];

        Offences.AssertNone(untested);
    }

    [Fact]
    public void Every_row_that_a_test_names_is_done_or_partly_done()
    {
        HashSet<string> begun = [.. Rows().Where(static row => row.State != "open").Select(static row => row.Id)];

        string[] unclaimed =
        [
            .. s_traits.Where(trait => !begun.Contains(trait.Key))
                .Select(static trait => $"{trait.Key} in {trait.First()}"),
        ];

        Offences.AssertNone(unclaimed);
    }

    [Fact]
    public void Every_row_names_the_projects_that_test_it()
    {
        string[] misplaced =
        [
            .. from row in Rows()
               let projects = s_traits[row.Id].Select(static file => file.Split('/')[1]).Distinct().Order()
               where row.Tests != string.Join(", ", projects)
               select $"{row.Id} should name: {string.Join(", ", projects)}",
        ];

        Offences.AssertNone(misplaced);
    }

    private static IEnumerable<(string Id, string State, string Tests)> Rows() =>
        Row().Matches(Repository.ReadText(Page)).Select(static match =>
            (match.Groups["id"].Value, match.Groups["state"].Value, match.Groups["tests"].Value));

    [GeneratedRegex(@"\[Trait\(""row"", ""(?<row>[^""]+)""\)\]")]
    private static partial Regex Trait();

    [GeneratedRegex(
        @"^\| (?<id>[A-Z]\d+) \| [^|]+ \| (?<state>[^|]*?) \| (?<tests>[^|]*?) *\|$", RegexOptions.Multiline)]
    private static partial Regex Row();
}
