namespace PhyrActors.Runtime.Tests;

public sealed class SubstitutionTests
{
    [Theory]
    [InlineData("a = ${b}\nb = 5", "a", "5")]
    [InlineData("b = 5\na = ${b}\nb = 6", "a", "6")]
    [InlineData("a = ${b.c}\nb { c = 5 }", "a", "5")]
    [InlineData("bar { foo = 42, baz = ${bar.foo} }", "bar.baz", "42")]
    [InlineData("bar { foo = 42, baz = ${bar.foo} }\nbar.foo = 43", "bar.baz", "43")]
    [InlineData("bar { a = ${foo.d}, b = 1 }\nbar.b = 3\nfoo { c = ${bar.b}, d = 2 }\nfoo.d = 4", "bar.a", "4")]
    [InlineData("bar { a = ${foo.d}, b = 1 }\nbar.b = 3\nfoo { c = ${bar.b}, d = 2 }\nfoo.d = 4", "foo.c", "3")]
    [InlineData("path = \"a:b\"\npath = ${path}\":c\"", "path", "a:b:c")]
    [InlineData("a = ${?a}foo", "a", "foo")]
    [InlineData("a = 1\na = ${b}\nb = 2", "a", "2")]
    [InlineData("a = ${missing}\na = 2", "a", "2")]
    [InlineData("a = ${missing}\na = ${b}\nb = 2", "a", "2")]
    [InlineData("a = 1\na = ${?missing}", "a", "1")]
    [InlineData("a = ${b}\nb = ${c}\nc = ${d}\nd = 7", "a", "7")]
    [InlineData("a = {x = 1}\na = {x = ${a.x}2}", "a.x", "12")]
    [InlineData("a = ${base}\na = {x = 1, y = ${a.x}}\nbase {x = 9}", "a.y", "1")]
    [InlineData("a = ${base}\na = {y = ${a.x}}\nbase {x = 9}", "a.y", "9")]
    [InlineData("a = ${base} {y = ${a.x}}\nbase {x = 9}", "a.y", "9")]
    [InlineData("b {p = ${a.x}}\na = ${b}\na = {x = 1}", "b.p", "1")]
    [InlineData("a = 5\na = {b = ${a}}", "a.b", "5")]
    [InlineData("a = 5\na = {b = ${a}}\nx = ${a.b}", "x", "5")]
    [InlineData("a.\"x.y\" = 3\nb = ${a.\"x.y\"}", "b", "3")]
    [InlineData("a = null\nb = x${a}", "b", "xnull")]
    public void A_substitution_gives_the_last_value_of_its_path(string text, string path, string value)
    {
        Config config = ConfigurationFactory.ParseString(text);

        Assert.Equal(value, config.GetString(path));
    }

    [Theory]
    [InlineData("a {x = 1}\nb = ${a} {y = 2}", "b {\n  x = 1\n  y = 2\n}\n")]
    [InlineData("a {x = 1}\nb = {x = 5, y = 2} ${a}", "b {\n  x = 1\n  y = 2\n}\n")]
    [InlineData("a {x = 1}\nc {y = 2}\nb = ${a} ${c}", "b {\n  x = 1\n  y = 2\n}\n")]
    [InlineData("a {x = 1}\nb {y = 2}\nb = ${a}", "b {\n  y = 2\n  x = 1\n}\n")]
    [InlineData("b {a {c = 1}}\nb = ${b.a}\nb {a = 2}", "b {\n  a = 2\n  c = 1\n}\n")]
    [InlineData("a {x = [1]}\nb = ${a}\nb.x += 2", "b {\n  x = [1, 2]\n}\n")]
    [InlineData("a = [1]\nb = [{x = ${a}}, ${a} [2]]", "b = [{ x = [1] }, [1, 2]]\n")]
    [InlineData("a {x = 1}\nb = [${a} {y = 2}]", "b = [{ x = 1, y = 2 }]\n")]
    [InlineData("b += ${?u}", "b = []\n")]
    [InlineData("b = ${?b} [${?u}]", "b = []\n")]
    [InlineData("b = {x = ${?u}, y = ${?u} ${?u}, z = [${?u}]}", "b {\n  z = []\n}\n")]
    public void A_substitution_keeps_the_type_of_its_value(string text, string printed)
    {
        Config config = ConfigurationFactory.ParseString(text);

        Assert.Contains(printed, config.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a = ${HOME}", "/there")]
    [InlineData("a = ${?HOME}", "/there")]
    [InlineData("a = old\na = ${?HOME}", "/there")]
    [InlineData("a = old\na = ${?OTHER}", "old")]
    [InlineData("HOME = mine\na = ${HOME}", "mine")]
    [InlineData("a = ${HOME}/x", "/there/x")]
    public void The_environment_defines_what_the_configuration_does_not(string text, string value)
    {
        MemoryConfigSource source = MemoryConfigSource.With(text);
        source.Variables["HOME"] = "/there";

        Config config = source.Load();

        Assert.Equal(value, config.GetString("a"));
    }

    [Fact]
    public void A_null_hides_the_environment()
    {
        MemoryConfigSource source = MemoryConfigSource.With("HOME = null\na = ${HOME}");
        source.Variables["HOME"] = "/there";

        Config config = source.Load();

        Assert.False(config.HasPath("a"));
    }

    [Theory]
    [InlineData("a = ${b}", "s:1:5: the substitution ${b} is not defined")]
    [InlineData("x = 1\na = [1, ${b.c}]", "s:2:9: the substitution ${b.c} is not defined")]
    [InlineData("a = ${a}", "s:1:5: substitution cycle: ${a} refers to itself and has no earlier value")]
    [InlineData("a { b = ${a} }", "s:1:9: substitution cycle: ${a} refers to itself and has no earlier value")]
    [InlineData("a = ${b}\nb = ${a}", "s:1:5: substitution cycle: b -> a -> b")]
    [InlineData("a = ${?b}\nb = ${?a}", "s:1:5: substitution cycle: b -> a -> b")]
    [InlineData("a = ${b}\nb = ${c}\nc = [${a}]", "s:1:5: substitution cycle: b -> c -> a -> b")]
    [InlineData("a { b = ${c} }\nc = ${a}", "s:1:9: substitution cycle: c -> a -> c")]
    [InlineData("a = 1\na = ${b}\nb = ${a}", "s:2:5: substitution cycle: b -> a -> b")]
    [InlineData("a = ${b} {x = 1}\nb = 5", "s:1:1: '5' and an object cannot be joined")]
    [InlineData("a = ${b} ${c}\nb {x = 1}\nc = 5", "s:1:10: '5' and an object cannot be joined")]
    [InlineData("a = ${b} [1]\nb = 5", "s:1:5: '5' and a list cannot be joined")]
    [InlineData("a = 5\na += 1", "s:2:1: '+=' needs a list, the key holds '5'")]
    [InlineData("a {x = 1}\na += 1", "s:2:1: '+=' needs a list, the key holds an object")]
    public void A_substitution_that_cannot_be_resolved_is_told_with_its_place(string text, string message)
    {
        ConfigurationException refused =
            Assert.Throws<ConfigurationException>(() => ConfigurationFactory.ParseString(text, "s"));

        Assert.Equal(message, refused.Message);
    }

    [Theory]
    [InlineData("a0 = x\n", "a{0} = ${{a{1}}}${{a{1}}}\n", 40, "substitutions make this more than 4194304 values")]
    [InlineData("a0 = [x]\n", "a{0} = ${{a{1}}} ${{a{1}}}\n", 40, "substitutions make this more than 4194304 values")]
    [InlineData("a0 {x = 1}\n", "a{0} {{x = ${{a{1}}}, y = ${{a{1}}}}}\n", 40, "substitutions make this more than")]
    [InlineData("a0 = x\n", "a{0} = ${{a{1}}}\n", 200, "substitutions lead more than 128 levels deep")]
    [InlineData("b = x\n", "b = ${{b}}${{?u{0}{1}}}\n", 200, "substitutions lead more than 128 levels deep")]
    [InlineData("b = \"\"\n", "b = ${{b}}${{b}}\n", 30, "the substitutions take more than 1048576 steps")]
    [InlineData("a0 {x = 1}\n", "a{0}.x = ${{a{1}}}\n", 63, "substitutions nest this deeper than 64 levels")]
    public void A_document_that_would_explode_is_refused(string first, string line, int lines, string message)
    {
        string text = first + string.Concat(Enumerable.Range(1, lines).Reverse().Select(
            i => string.Format(System.Globalization.CultureInfo.InvariantCulture, line, i, i - 1)));

        ConfigurationException refused =
            Assert.Throws<ConfigurationException>(() => ConfigurationFactory.ParseString(text, "s"));

        Assert.Contains(message, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Merging_many_large_objects_is_refused()
    {
        string keys = string.Join(',', Enumerable.Range(0, 1_000).Select(i => $"x{i} = 1"));
        string text = $"b {{ {keys} }}\n" + string.Concat(Enumerable.Repeat("a = ${b}\n", 3_000));

        ConfigurationException refused =
            Assert.Throws<ConfigurationException>(() => ConfigurationFactory.ParseString(text, "s"));

        Assert.Contains("the substitutions take more than 1048576 steps", refused.Message, StringComparison.Ordinal);
    }
}
