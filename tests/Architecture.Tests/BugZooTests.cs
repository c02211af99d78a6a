using System.Text.RegularExpressions;

namespace PhyrActors.Architecture.Tests;

/// <summary>Keeps docs/bug-zoo.md and docs/kernels.md in step with the switches.</summary>
public partial class BugZooTests
{
    [Fact]
    public void Every_switch_has_an_entry_in_the_zoo()
    {
        string page = Repository.ReadText("docs/bug-zoo.md");
        HashSet<string> entries =
        [
            .. Heading().Matches(page).SelectMany(static heading => Id().Matches(heading.Value))
                .Select(static id => id.Value),
        ];

        string[] missing = [.. Switches().Where(name => !entries.Contains(name))];

        Offences.AssertNone(missing);
    }

    [Fact]
    public void Every_quirk_is_described()
    {
        string page = Repository.ReadText("docs/kernels.md");
        IEnumerable<string> quirks = QuirkName().Matches(Repository.ReadText("src/Model/Mutations/Quirk.cs"))
            .Select(static match => match.Groups["name"].Value);

        string[] missing = [.. quirks.Where(name => !page.Contains($"`{name}`", StringComparison.Ordinal))];

        Offences.AssertNone(missing);
    }

    private static IEnumerable<string> Switches() =>
        Switch().Matches(Repository.ReadText("src/Model/Mutations/Mutation.cs"))
            .Select(static match => match.Groups["name"].Value).Where(static name => name != "None");

    [GeneratedRegex(@"^## [^:]+:", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex(@"\b[A-Z]\d+[a-z]?\b")]
    private static partial Regex Id();

    [GeneratedRegex(@"^    (?<name>[A-Z]\w*) = \d+,", RegexOptions.Multiline)]
    private static partial Regex Switch();

    [GeneratedRegex("new\\(\\s*\"(?<name>[a-z-]+)\"")]
    private static partial Regex QuirkName();
}
