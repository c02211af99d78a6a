using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace PhyrActors.Architecture.Tests;

/// <summary>House rules that hold for every file, read from the repository itself.</summary>
/// <remarks>After TigerBeetle's tidy test: what a tool can see, no review need say.</remarks>
public partial class TidyTests
{
    private const int ColumnsMax = 120;
    private const int LinesMax = 400;
    private const int MedianLinesEnd = 100;
    private const int LengthBytesMax = 200_000;

    private static readonly string[] s_written =
        [".cs", ".conf", ".md", ".csproj", ".props", ".targets", ".txt", ".ci/run"];

    [Fact]
    public void No_line_of_code_is_longer_than_120_columns()
    {
        string[] offences =
            [.. Code().SelectMany(static file => LinesOf(file, static line => line.Length > ColumnsMax))];

        Offences.AssertNone(offences);
    }

    [Fact]
    public void No_file_of_code_is_longer_than_400_lines()
    {
        string[] offences = [.. Code().Where(static file => Repository.ReadLines(file).Length > LinesMax)];

        Offences.AssertNone(offences);
    }

    [Fact]
    public void Half_of_the_source_files_have_fewer_than_100_lines()
    {
        int[] lengths =
            [.. Repository.FilesUnder("src", ".cs").Select(static file => Repository.ReadLines(file).Length).Order()];

        int median = lengths[lengths.Length / 2];

        Assert.InRange(median, 1, MedianLinesEnd - 1);
    }

    [Fact]
    public void No_file_is_larger_than_200_kB()
    {
        string[] offences =
            [.. Repository.Files.Where(static file => new FileInfo(Repository.Absolute(file)).Length > LengthBytesMax)];

        Offences.AssertNone(offences);
    }

    [Fact]
    public void Nothing_is_indented_with_tabs()
    {
        string[] offences = [.. Written().SelectMany(static file => LinesOf(file, static line => line.Contains('\t')))];

        Offences.AssertNone(offences);
    }

    [Fact]
    public void Nothing_is_left_for_later()
    {
        string[] offences = [.. Written().SelectMany(static file => LinesOf(file, LeftForLater().IsMatch))];

        Offences.AssertNone(offences);
    }

    [Fact]
    public void No_file_knows_the_machine_it_was_written_on()
    {
        IEnumerable<string> files =
            Written().Concat(Repository.Files.Where(static file => Path.GetExtension(file) == ".json"));

        string[] offences = [.. files.SelectMany(static file => LinesOf(file, MachineName().IsMatch))];

        Offences.AssertNone(offences);
    }

    [Theory]
    [InlineData("see /ho" + "me/someone/notes.txt")]
    [InlineData("see /ro" + "ot/notes.txt")]
    [InlineData(@"see C:\Us" + @"ers\someone")]
    [InlineData("restored from https://packages.in" + "ternal/v3/index.json")]
    public void A_line_that_names_a_machine_is_seen(string line)
    {
        bool isSeen = MachineName().IsMatch(line);

        Assert.True(isSeen);
    }

    [Theory]
    [InlineData("read /sys/kernel/tracing/trace")]
    [InlineData("http://localhost:8080/metrics")]
    [InlineData("see docs/home/page.md and https://docs.kernel.org/root/index.html")]
    public void A_line_that_names_no_machine_is_passed(string line)
    {
        bool isSeen = MachineName().IsMatch(line);

        Assert.False(isSeen);
    }

    [Fact]
    public void Every_relative_link_of_the_documentation_resolves()
    {
        string[] pages = [.. Repository.FilesUnder("docs", ".md").Concat(Repository.Files.Where(IsReadme))];

        string[] broken =
            [.. pages.SelectMany(static page => RelativeLinks(page).Where(link => !Resolves(page, link)))];

        Offences.AssertNone(broken);
    }

    [Theory]
    [MemberData(nameof(Projects.AllRows), MemberType = typeof(Projects))]
    public void Every_public_type_says_what_it_is(string project)
    {
        XDocument documentation = XDocument.Load(Path.ChangeExtension(Projects.AssemblyFile(project), ".xml"));
        HashSet<string> summarised =
        [
            .. documentation.Descendants("member")
                .Where(static member => !string.IsNullOrWhiteSpace(member.Element("summary")?.Value))
                .Select(static member => member.Attribute("name")!.Value),
        ];

        string[] silent =
        [
            .. System.Reflection.Assembly.LoadFrom(Projects.AssemblyFile(project)).GetExportedTypes()
                .Where(type => !type.IsNested && !summarised.Contains("T:" + type.FullName))
                .Select(static type => type.FullName!),
        ];

        Offences.AssertNone(silent);
    }

    private static IEnumerable<string> Code() =>
        Repository.Files.Where(static file => file.EndsWith(".cs", StringComparison.Ordinal)
            || file.EndsWith(".conf", StringComparison.Ordinal));

    private static IEnumerable<string> Written() =>
        Repository.Files.Where(static file => s_written.Any(ending => file.EndsWith(ending, StringComparison.Ordinal)));

    private static IEnumerable<string> LinesOf(string file, Predicate<string> isOffence) =>
        Repository.ReadLines(file).Index()
            .Where(line => isOffence(line.Item))
            .Select(line => $"{file}:{line.Index + 1}: {line.Item.Trim()}");

    private static bool IsReadme(string file) => Path.GetFileName(file) == "README.md";

    private static IEnumerable<string> RelativeLinks(string page) =>
        MarkdownLink().Matches(MarkdownCode().Replace(Repository.ReadText(page), ""))
            .Select(static match => match.Groups["target"].Value)
            .Where(static target => !target.Contains(':') && !target.StartsWith('#'));

    private static bool Resolves(string page, string link) =>
        Path.Combine(Path.GetDirectoryName(Repository.Absolute(page))!, link.Split('#')[0]) is { } target
        && (File.Exists(target) || Directory.Exists(target));

    // In pieces, so that this file does not offend against itself.
    [GeneratedRegex(@"\b(?:TO" + @"DO|FIX" + @"ME|HA" + @"CK)\b")]
    private static partial Regex LeftForLater();

    [GeneratedRegex(
        @"(?<![\w.-])/(?:home|root|Users|work|mnt)/\w|[A-Z]:\\Users\\|//[\w.-]+\.(?:internal|local|lan|corp)\b")]
    private static partial Regex MachineName();

    [GeneratedRegex(@"\[[^\]]*\]\((?<target>[^)\s]+)[^)]*\)")]
    private static partial Regex MarkdownLink();

    [GeneratedRegex(@"^```.*?^```|`[^`\n]*`", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex MarkdownCode();
}
