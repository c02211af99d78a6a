using System.Reflection;
using System.Text.RegularExpressions;

namespace PhyrActors.Architecture.Tests;

/// <summary>docs/vocabulary.md is the judge of names.</summary>
public partial class VocabularyTests
{
    [Theory]
    [MemberData(nameof(Projects.AllRows), MemberType = typeof(Projects))]
    public void No_type_has_a_name_that_the_vocabulary_rules_out(string project)
    {
        Dictionary<string, string> wordFor = Entries()
            .SelectMany(static entry => TypeName().Matches(entry.NotCalled), static (entry, match) =>
                (Name: match.Groups["name"].Value, entry.Word))
            .ToDictionary(static pair => pair.Name, static pair => pair.Word);

        string[] offences =
        [
            .. Assembly.LoadFrom(Projects.AssemblyFile(project)).GetTypes()
                .Where(type => type.IsPublic && wordFor.ContainsKey(type.Name))
                .Select(type => $"{type.FullName}: the word is {wordFor[type.Name]}"),
        ];

        Offences.AssertNone(offences);
    }

    [Theory]
    [InlineData("phyr")]
    [InlineData("physr")]
    [InlineData("rlist")]
    [InlineData("phys_range")]
    [Trait("row", "R6")]
    public void Each_name_that_the_idea_has_had_is_explained(string name)
    {
        IEnumerable<string> words = Entries().SelectMany(static entry => entry.Word.Split(", "));

        Assert.Contains(name, words);
    }

    private static IEnumerable<(string Word, string NotCalled)> Entries() =>
        Entry().Matches(Repository.ReadText("docs/vocabulary.md"))
            .Select(static match => (match.Groups["word"].Value, match.Groups["not"].Value));

    [GeneratedRegex(@"^\| (?<word>[^|]+) \| [^|]+ \| (?<not>[^|]+) \|$", RegexOptions.Multiline)]
    private static partial Regex Entry();

    [GeneratedRegex(@"`(?<name>[A-Z]\w+)`")]
    private static partial Regex TypeName();
}
