using System.Text.RegularExpressions;
using PhyrActors.Model;

namespace PhyrActors.Scenarios.Tests;

/// <summary>docs/faults.md and the catalogue say the same.</summary>
public sealed partial class FaultCatalogueTests
{
    [Fact]
    public void The_page_has_the_lines_of_the_catalogue_and_no_others()
    {
        string[] expected = [.. FaultCatalogue.All.Select(LineOf)];

        string[] actual = [.. Line().Matches(ScenarioFiles.Page("faults.md")).Select(static match => match.Value)];

        Assert.Equal(expected, actual);
    }

    [Fact]
    public void Every_site_is_told_about_in_words()
    {
        string words = ScenarioFiles.Page("faults.md").Split("## What each does")[1];

        string[] untold = [.. FaultSites.Names.Where(name => !words.Contains($"`{name}`", StringComparison.Ordinal))];

        Assert.Empty(untold);
    }

    [Fact]
    public void The_catalogue_is_in_the_order_of_the_sites() =>
        Assert.Equal(FaultSites.All, FaultCatalogue.All.Select(static entry => entry.Site));

    [Fact]
    public void What_is_known_unsafe_has_a_quirk_and_nothing_else_has() => Assert.All(
        FaultCatalogue.All,
        static entry => Assert.Equal(entry.Verdict == FaultVerdict.KnownUnsafe, entry.Quirk.Length > 0));

    [Fact]
    public void What_holds_breaks_nothing_and_what_is_contained_reaches_nothing_that_was_given_back() => Assert.All(
        FaultCatalogue.All,
        static entry => Assert.True(entry.Verdict switch
        {
            FaultVerdict.Holds => entry.IsSafe,
            FaultVerdict.Contained => !entry.MayBreak.Contains("I-1") && !entry.MayBreak.Contains("I-2"),
            _ => !entry.IsSafe,
        }));

    private static string LineOf(FaultEntry entry)
    {
        string told = entry.Told == Errno.None ? "" : $"{entry.Told} ";
        string verdict = entry.Verdict switch
        {
            FaultVerdict.KnownUnsafe => $"known-unsafe: {entry.Quirk}",
            FaultVerdict.Exposed => "exposed",
            FaultVerdict.Contained => "contained",
            _ => "holds",
        };
        string broken = entry.IsSafe ? "" : $"{string.Join(' ', entry.MayBreak)} ";
        return $"| `{entry.Site.Name()}` | `{entry.Actor}` | {entry.Unit} | {told}| {verdict} | {broken}|";
    }

    [GeneratedRegex(@"^\| `[a-z0-9.-]+` \|.*\|$", RegexOptions.Multiline, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Line();
}
