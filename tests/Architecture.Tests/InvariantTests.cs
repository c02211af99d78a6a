using System.Text.RegularExpressions;

namespace PhyrActors.Architecture.Tests;

/// <summary>Every invariant has a test that breaks it and a line that says what kind it is.</summary>
public partial class InvariantTests
{
    private const string Page = "docs/invariants.md";

    [Fact]
    public void Every_invariant_has_a_test_class_of_its_name()
    {
        HashSet<string> testClasses =
            [.. Repository.FilesUnder("tests", ".cs").SelectMany(static file => Names(file, ClassDeclaration()))];

        string[] untested = [.. Invariants().Where(invariant => !testClasses.Contains(invariant + "Tests"))];

        Offences.AssertNone(untested);
    }

    [Fact]
    public void Every_invariant_is_listed()
    {
        string page = Repository.Files.Contains(Page) ? Repository.ReadText(Page) : string.Join(' ', Invariants());

        string[] unlisted = [.. Invariants().Where(invariant => !Regex.IsMatch(page, $@"\b{invariant}\b"))];

        Offences.AssertNone(unlisted);
    }

    private static IEnumerable<string> Invariants() =>
        Repository.FilesUnder("src/Model/Invariants", ".cs")
            .SelectMany(static file => Names(file, StaticClassDeclaration()));

    private static IEnumerable<string> Names(string file, Regex declaration) =>
        declaration.Matches(Repository.ReadText(file)).Select(static match => match.Groups["name"].Value);

    [GeneratedRegex(@"^public static (?:partial )?class (?<name>\w+)", RegexOptions.Multiline)]
    private static partial Regex StaticClassDeclaration();

    [GeneratedRegex(@"\bclass (?<name>\w+)")]
    private static partial Regex ClassDeclaration();
}
