using System.Text.RegularExpressions;

namespace PhyrActors.Architecture.Tests;

/// <summary>Links of the documentation lead to a file of the project, and to a heading where they name one.</summary>
public partial class LinkTests
{
    [Fact]
    public void Every_link_of_the_documentation_leads_somewhere()
    {
        string[] pages = [.. Repository.Files.Where(static file => file.EndsWith(".md", StringComparison.Ordinal))];
        SortedDictionary<string, HashSet<string>> anchors = new(StringComparer.Ordinal);
        foreach (string page in pages)
        {
            anchors.Add(page, [.. AnchorsOf(Repository.ReadText(page))]);
        }

        string[] astray =
        [
            .. from page in pages
               from Match link in Link().Matches(WithoutCode(Repository.ReadText(page)))
               let file = link.Groups["file"].Value
               let target = file.Length == 0 ? page : Resolved(page, file)
               let anchor = link.Groups["anchor"].Value
               where !Path.Exists(Repository.Absolute(target))
                   || (anchor.Length > 0 && !(anchors.TryGetValue(target, out HashSet<string>? known)
                       && known.Contains(anchor)))
               select $"{page}: {link.Value}",
        ];

        Offences.AssertNone(astray);
    }

    [Theory]
    [InlineData("## M3, B17: a flush queue", "m3-b17-a-flush-queue")]
    [InlineData("### The kernel's `dma_iova_unlink()`", "the-kernels-dma_iova_unlink")]
    public void A_heading_is_named_as_the_pages_of_a_repository_name_it(string heading, string anchor) =>
        Assert.Equal([anchor], AnchorsOf(heading));

    /// <summary>Lower case, hyphens for spaces, neither punctuation nor marks of code; the second of a name gets a
    /// number.</summary>
    private static IEnumerable<string> AnchorsOf(string text)
    {
        Dictionary<string, int> seen = new(StringComparer.Ordinal);
        foreach (Match heading in Heading().Matches(WithoutCode(text)))
        {
            string name = Unnamed().Replace(heading.Groups["text"].Value.Trim().ToLowerInvariant(), "")
                .Replace(' ', '-');
            int before = seen.GetValueOrDefault(name);
            seen[name] = before + 1;
            yield return before == 0 ? name : $"{name}-{before}";
        }
    }

    private static string WithoutCode(string text) => Fence().Replace(text, "");

    private static string Resolved(string page, string file)
    {
        string full = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(Repository.Absolute(page))!, file));
        return Path.GetRelativePath(Repository.Root, full).Replace('\\', '/');
    }

    [GeneratedRegex(@"\]\((?!https?:|mailto:)(?<file>[^)#\s]*)(?:#(?<anchor>[^)\s]*))?\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"^#{1,6} (?<text>.*)$", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex(@"[^\w\- ]")]
    private static partial Regex Unnamed();

    [GeneratedRegex("^```.*?^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Fence();
}
