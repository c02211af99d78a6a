namespace PhyrActors.Runtime.Tests;

public sealed class IncludeTests
{
    private const string Forms =
        "expected include \"f\", file(\"f\"), required(\"f\") or required(file(\"f\"))";

    [Theory]
    [InlineData("include \"f.conf\"")]
    [InlineData("include file(\"f.conf\")")]
    [InlineData("include required(\"f.conf\")")]
    [InlineData("include required(file(\"f.conf\"))")]
    [InlineData("include required( file( \"f.conf\" ) )")]
    [InlineData("include\n\n  \"f.conf\"")]
    [InlineData("{ include \"./x/../f.conf\" }")]
    public void An_include_stands_for_the_fields_of_its_document(string text)
    {
        Config config = MemoryConfigSource.With(text, ("f.conf", "{ a = 1, b = ${a} }")).Load();

        Assert.Equal("a = 1\nb = 1\n", config.ToString());
    }

    [Fact]
    public void What_comes_later_wins_over_what_was_included()
    {
        Config config = MemoryConfigSource
            .With("a.x = 0\ninclude \"f.conf\"\na.y = 3", ("f.conf", "a { x = 1, y = 1, z = ${a.y} }"))
            .Load();

        Assert.Equal("a {\n  x = 1\n  y = 3\n  z = 3\n}\n", config.ToString());
    }

    [Fact]
    public void Substitutions_of_an_included_document_are_relative_to_its_place()
    {
        Config config = MemoryConfigSource
            .With("a { include \"f.conf\" }\na { x = 42 }\nroot = 7", ("f.conf", "x = 10, y = ${x}, z = ${root}"))
            .Load();

        Assert.Equal("a {\n  x = 42\n  y = 42\n  z = 7\n}\nroot = 7\n", config.ToString());
    }

    [Fact]
    public void Names_are_relative_to_the_including_document()
    {
        Config config = MemoryConfigSource
            .With(
                "include \"lib/f.conf\"",
                ("lib/f.conf", "include \"g.conf\"\ninclude \"../h.conf\"\ninclude \"/etc/k.conf\""),
                ("lib/g.conf", "g = 1"),
                ("h.conf", "h = 1"),
                ("/etc/k.conf", "k = 1"))
            .Load();

        Assert.Equal(["g", "h", "k"], config.Paths());
    }

    [Fact]
    public void A_missing_document_that_nobody_requires_is_empty()
    {
        Config config = MemoryConfigSource.With("a = 1\ninclude \"none.conf\"").Load();

        Assert.Equal("a = 1\n", config.ToString());
    }

    [Fact]
    public void Places_name_the_included_document()
    {
        Config config = MemoryConfigSource.With("\ninclude \"lib/f.conf\"", ("lib/f.conf", "\n\n  a = 1")).Load();

        Assert.Equal("lib/f.conf:3:3", config.Origin("a"));
    }

    [Theory]
    [InlineData("\ninclude required(\"no.conf\")", "main.conf:2:1: the required document 'no.conf' does not exist")]
    [InlineData("include \"main.conf\"", "main.conf:1:1: include cycle: main.conf -> main.conf")]
    [InlineData("include \"f.conf\"", "f.conf:2:3: include cycle: main.conf -> f.conf -> main.conf")]
    [InlineData("include \"list.conf\"", "list.conf:1:1: expected an object at the root of the document, found '['")]
    [InlineData("include \"broken.conf\"", "broken.conf:3:1: expected a value for key 'a', found '}'")]
    [InlineData("include = 5", "main.conf:1:1: not an include: " + Forms + " (a key must be quoted)")]
    [InlineData("include url(\"f.conf\")", "main.conf:1:1: not an include: " + Forms + " (a key must be quoted)")]
    [InlineData("include file(\"f.conf\"", "main.conf:1:1: not an include: " + Forms)]
    [InlineData("include \"deep0\"", "deep14:1:1: too many includes: at most 16 in a chain, 256 in all")]
    [InlineData("include \"wide0\"", "wide8:1:1: too many includes: at most 16 in a chain, 256 in all")]
    public void An_include_that_cannot_be_followed_is_told_with_its_place(string text, string message)
    {
        MemoryConfigSource source = MemoryConfigSource.With(
            text, ("f.conf", "\n  include \"main.conf\""), ("list.conf", "[1]"), ("broken.conf", "  a = \n\n}"));
        for (int i = 0; i < 20; i++)
        {
            source.Documents[$"deep{i}"] = $"include \"deep{i + 1}\"";
            source.Documents[$"wide{i}"] = i < 9 ? $"include \"wide{i + 1}\", include \"wide{i + 1}\"" : "";
        }

        ConfigurationException refused = Assert.Throws<ConfigurationException>(() => source.Load());

        Assert.Equal(message, refused.Message);
    }

    [Fact]
    public void The_first_document_must_exist()
    {
        ConfigurationException refused = Assert.Throws<ConfigurationException>(() => new MemoryConfigSource().Load());

        Assert.Equal("main.conf:1:1: there is no such document", refused.Message);
    }
}
