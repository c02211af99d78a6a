namespace PhyrActors.Architecture.Tests;

/// <summary>The page for users with actors of their own shows what is compiled and run.</summary>
public class OwnActorsPageTests
{
    private const string Folder = "tests/OwnActors.Tests/";

    [Theory]
    [InlineData("csharp", Folder + "LostUpdateTests.cs")]
    [InlineData("xml", Folder + "OwnActors.Tests.csproj")]
    public void The_page_shows_exactly_what_is_tested(string language, string file)
    {
        string shown = $"```{language}\n{Repository.ReadText(file)}```\n";

        Assert.Contains(shown, Repository.ReadText("docs/explore-your-own.md"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_check_takes_30_lines_at_most()
    {
        string[] lines = Repository.ReadLines(Folder + "LostUpdateTests.cs");

        int first = Array.FindIndex(lines, static line => line.Trim() == "[Fact]");
        int last = Array.FindIndex(lines, first, static line => line == "    }");

        Assert.InRange(last - first + 1, 1, 30);
    }

    [Fact]
    public void It_takes_two_projects_and_nothing_else()
    {
        string project = Repository.ReadText(Folder + "OwnActors.Tests.csproj");

        Assert.Equal(2, project.Split("<ProjectReference").Length - 1);
        Assert.DoesNotContain("PackageReference", project, StringComparison.Ordinal);
    }
}
