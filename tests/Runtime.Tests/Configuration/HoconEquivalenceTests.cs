namespace PhyrActors.Runtime.Tests;

/// <summary>Several spellings of one document give one tree.</summary>
public sealed class HoconEquivalenceTests
{
    private const string Nested = "{\"a\": {\"b\": {\"c\": 1}}}";

    [Theory]
    [InlineData("a.b.c = 1")]
    [InlineData("a.b { c = 1 }")]
    [InlineData("a { b.c : 1 }")]
    [InlineData("{ a { b { c = 1 } } }")]
    [InlineData("a\n{\n  b\n  {\n    c = 1\n  }\n}\n")]
    [InlineData("a { b { c = 1, }, },")]
    [InlineData("\"a\".\"b\".\"c\" = 1")]
    [InlineData("a.b.c =\n\n 1")]
    [InlineData("# before\na.b.c = 1 # behind\n// after")]
    [InlineData("\uFEFFa.b.c = 1\r\n")]
    [InlineData("a { b { c = 2 } }, a.b.c = 1")]
    [InlineData("a = 5\na = { b.c = 1 }")]
    [InlineData("a = { x = 1 }\na = null\na = { b.c = 1 }")]
    [InlineData("a = {} { b.c = 1 }")]
    [InlineData("a.b = {}\na.b.c = 1")]
    [InlineData("a.b.c = ${?nothing}\na.b.c = 1")]
    [InlineData("a.b.c = 1\na.b.c = ${?nothing}")]
    [InlineData("a.b.c = 1\na.b.c = ${a.b.c}")]
    [InlineData("a = { b = {} { c = 1 } } ${?nothing}")]
    public void A_nested_number_has_many_spellings(string text) => AssertSameTree(Nested, text);

    [Theory]
    [InlineData("[1,2,3]")]
    [InlineData("[1,2,3,]")]
    [InlineData("[\n1\n2\n3\n]")]
    [InlineData("[1\n, 2\n, 3]")]
    [InlineData("[1,\n\n2, # two\n3\n,\n]")]
    [InlineData("[1] [2, 3]")]
    [InlineData("[1][2][3]")]
    [InlineData("[1, 2]\na += 3")]
    [InlineData("[1]\na = ${a} [2]\na = ${a} [3]")]
    [InlineData("[2, 3]\na = [1] ${a}")]
    [InlineData("${?b} [1, 2] [3]")]
    [InlineData("[${?x}, 1, 2, ${?x}, 3]")]
    public void A_list_has_many_spellings(string value) => AssertSameTree("{\"a\": [1, 2, 3]}", $"a = {value}");

    [Theory]
    [InlineData("a += 1\na += 2\na += 3")]
    [InlineData("a = []\na += 1\na += 2\na += 3")]
    [InlineData("a = [1, 2]\na += ${?nothing}\na += 3")]
    [InlineData("a = ${?a} [1]\na = ${?a} [2]\na = ${?a} [3]")]
    [InlineData("a = 7\na = [1, 2, 3]")]
    public void A_list_may_grow(string text) => AssertSameTree("{\"a\": [1, 2, 3]}", text);

    [Theory]
    [InlineData("the quick fox")]
    [InlineData("\"the quick fox\"")]
    [InlineData("\"the \"quick\" fox\"")]
    [InlineData("  the quick fox  # end")]
    [InlineData("the quick fox // end")]
    [InlineData("\"\"\"the quick fox\"\"\"")]
    [InlineData("the ${speed} fox")]
    [InlineData("the \"\"${speed}\"\" fox")]
    [InlineData("\"the \\u0071uick fox\"")]
    [InlineData("${?nothing}the quick ${?nothing}fox")]
    public void A_string_has_many_spellings(string value) =>
        AssertSameTree("{\"a\": \"the quick fox\", \"speed\": quick}", $"a = {value}\nspeed = quick");

    [Theory]
    [InlineData("1e5")]
    [InlineData("1e+5")]
    [InlineData("-1.5E-3")]
    [InlineData("0")]
    public void A_number_keeps_its_spelling(string number)
    {
        Config config = ConfigurationFactory.ParseString($"a = {number}");

        Assert.Equal($"a = {number}\n", config.ToString());
    }

    [Theory]
    [InlineData("10.0foo = 1", "10.\"0foo\"")]
    [InlineData("foo10.0 = 1", "foo10.0")]
    [InlineData("foo\"10.0\" = 1", "\"foo10.0\"")]
    [InlineData("a b c = 1", "\"a b c\"")]
    [InlineData("true = 1", "true")]
    [InlineData("3.14 = 1", "3.14")]
    [InlineData("a.\"\".b = 1", "a.\"\".b")]
    [InlineData("foo include = 1", "\"foo include\"")]
    [InlineData("\"include\" = 1", "\"include\"")]
    [InlineData("a.\"b.c\".d = 1", "a.\"b.c\".d")]
    public void A_key_is_a_path_of_dots_outside_quotes(string text, string path)
    {
        Config config = ConfigurationFactory.ParseString(text);

        Assert.Equal(1, config.GetInt(path));
    }

    [Theory]
    [InlineData("a = \"\"\"x\ny\"\"\"", "x\ny")]
    [InlineData("a = \"\"\"no \\n escape\"\"\"", "no \\n escape")]
    [InlineData("a = \"\"\"\"quoted\"\"\"\"", "\"quoted\"")]
    [InlineData("a = \"\"", "")]
    [InlineData("a = \"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e9\"", "\"\\/\b\f\n\r\t\u00e9")]
    [InlineData("a = include", "include")]
    [InlineData("a = 10.0bar", "10.0bar")]
    [InlineData("a = truefoo", "truefoo")]
    [InlineData("a = 0000-00-1f.0", "0000-00-1f.0")]
    [InlineData("a = /dev/null", "/dev/null")]
    [InlineData("a = x\u00A0y", "x\u00A0y")]
    public void A_string_is_read_as_it_was_meant(string text, string value)
    {
        Config config = ConfigurationFactory.ParseString(text);

        Assert.Equal(value, config.GetString("a"));
    }

    [Fact]
    public void Keys_stay_where_they_first_appeared()
    {
        Config config = ConfigurationFactory.ParseString("z = 1\na { y = 1, b = 2 }\nm = 3\nz = 4\na.c = 5");

        Assert.Equal(["z", "a.y", "a.b", "a.c", "m"], config.Paths());
    }

    private static void AssertSameTree(string json, string text)
    {
        Config expected = ConfigurationFactory.ParseString(json);

        Config actual = ConfigurationFactory.ParseString(text);

        Assert.Equal(expected.ToString(), actual.ToString());
    }
}
