namespace PhyrActors.Runtime.Tests;

/// <summary>Every complaint says file, line and column.</summary>
public sealed class HoconErrorTests
{
    [Theory]
    [InlineData("a = 1\nb = \n", "s:3:1: expected a value for key 'b', found the end of the document")]
    [InlineData("a { b = }", "s:1:9: expected a value for key 'b', found '}'")]
    [InlineData("a = 1 }", "s:1:7: expected ',' or a new line, found '}'")]
    [InlineData("{ a = 1", "s:1:1: this '{' is never closed")]
    [InlineData("x = 1\ny {\n  z = [1, 2\n", "s:3:7: this '[' is never closed")]
    [InlineData("[1, 2]", "s:1:1: expected an object at the root of the document, found '['")]
    [InlineData("{ a = 1 } b = 2", "s:1:11: expected the end of the document, found 'b'")]
    [InlineData("a = [1,,2]", "s:1:8: expected a list element, found ','")]
    [InlineData("a = [,1]", "s:1:6: expected a list element, found ','")]
    [InlineData("a = [1, 2 ]]", "s:1:12: expected ',' or a new line, found ']'")]
    [InlineData(", a = 1", "s:1:1: expected a key, found ','")]
    [InlineData("a = 1,, b = 2", "s:1:7: expected a key, found ','")]
    [InlineData("  a", "s:1:3: key 'a' has no value: expected '=', ':', '+=' or '{', found the end of the document")]
    [InlineData("a.b c,", "s:1:1: key 'a.\"b c\"' has no value: expected '=', ':', '+=' or '{', found ','")]
    [InlineData("a = b = c", "s:1:7: expected ',' or a new line (put the value in quotes), found '='")]
    [InlineData("a..b = 1", "s:1:1: a path has an empty key: an empty key is written \"\"")]
    [InlineData(".a = 1", "s:1:1: a path has an empty key: an empty key is written \"\"")]
    [InlineData("a = ${b.}", "s:1:7: a path has an empty key: an empty key is written \"\"")]
    [InlineData("a = ${b", "s:1:8: expected '}' at the end of the substitution, found the end of the document")]
    [InlineData("a = ${}", "s:1:7: expected a key, found '}'")]
    [InlineData("${a} = 1", "s:1:1: expected a key, found '${'")]
    [InlineData("a = x@y", "s:1:6: the character '@' is reserved: put the text in quotes")]
    [InlineData("a = $b", "s:1:5: the character '$' is reserved: put the text in quotes")]
    [InlineData("a = \"x", "s:1:5: the quoted string is not closed on its line")]
    [InlineData("a = \"x\ny\"", "s:1:5: the quoted string is not closed on its line")]
    [InlineData("\na = \"\"\"x\n", "s:2:5: the triple-quoted string is never closed")]
    [InlineData("a = \"x\ty\"", "s:1:7: the control character U+0009 must be escaped in a quoted string")]
    [InlineData("a = \"x\\y\"", "s:1:7: not an escape: known are \\\" \\\\ \\/ \\b \\f \\n \\r \\t and \\u0000")]
    [InlineData("a = \"\\u12g4\"", "s:1:6: not an escape: known are \\\" \\\\ \\/ \\b \\f \\n \\r \\t and \\u0000")]
    [InlineData("a = {x = 1} y", "s:1:13: 'y' and an object cannot be joined")]
    [InlineData("a = [1] y", "s:1:9: 'y' and a list cannot be joined")]
    [InlineData("a = {x = 1} [1]", "s:1:13: an object and a list cannot be joined")]
    [InlineData("a = \"\"\"x\n\n\"\"\" @", "s:3:5: the character '@' is reserved: put the text in quotes")]
    public void Text_that_is_no_HOCON_is_refused_with_its_place(string text, string message)
    {
        ConfigurationException refused =
            Assert.Throws<ConfigurationException>(() => ConfigurationFactory.ParseString(text, "s"));

        Assert.Equal(message, refused.Message);
    }

    [Theory]
    [InlineData("[", "s:1:66: nested deeper than 64 levels")]
    [InlineData("{a=", "s:1:193: nested deeper than 64 levels")]
    [InlineData("a{", "s:1:128: nested deeper than 64 levels")]
    [InlineData("a.", "s:1:1: a path has more than 64 keys")]
    [InlineData("a.a.a.a{", "s:1:128: nested deeper than 64 levels")]
    public void Nesting_ends_at_64_levels(string opening, string message)
    {
        string text = (opening is "[" ? "a=" : "") + string.Concat(Enumerable.Repeat(opening, 100_000)) + "a";

        ConfigurationException refused =
            Assert.Throws<ConfigurationException>(() => ConfigurationFactory.ParseString(text, "s"));

        Assert.Equal(message, refused.Message);
    }

    [Fact]
    public void A_document_ends_at_a_million_characters()
    {
        string text = new(' ', ConfigLimits.DocumentCharsMax + 1);

        ConfigurationException refused =
            Assert.Throws<ConfigurationException>(() => ConfigurationFactory.ParseString(text, "s"));

        Assert.Equal("s:1:1: the document has 1048577 characters, the limit is 1048576", refused.Message);
    }

    [Fact]
    public void A_message_is_one_line_whatever_the_value_holds()
    {
        Config config = ConfigurationFactory.ParseString("a = \"x\\ny\"", "s");

        ConfigurationException refused = Assert.Throws<ConfigurationException>(() => config.GetInt("a"));

        Assert.Equal("s:1:1: key 'a': expected a whole number such as 10, found 'x\\u000ay'", refused.Message);
    }
}
