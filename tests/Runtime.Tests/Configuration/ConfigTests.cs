namespace PhyrActors.Runtime.Tests;

public sealed class ConfigTests
{
    private static readonly Config Sample = ConfigurationFactory.ParseString(
        """
        limits { steps = 100, big = 10000000000, share = 0.25 }
        name = scenario one
        on = yes
        none = null
        sizes = [4KiB, 2 MiB]
        devices = [{ kind = nic }, { kind = nvme }]
        empty {}
        """,
        "s");

    [Fact]
    public void Values_are_read_by_their_type()
    {
        Assert.Equal(100, Sample.GetInt("limits.steps"));
        Assert.Equal(10_000_000_000, Sample.GetLong("limits.big"));
        Assert.Equal(0.25, Sample.GetDouble("limits.share"));
        Assert.Equal("scenario one", Sample.GetString("name"));
        Assert.True(Sample.GetBoolean("on"));
        Assert.Equal(["4KiB", "2 MiB"], Sample.GetStringList("sizes"));
    }

    [Fact]
    public void A_default_stands_in_for_what_is_missing_or_null()
    {
        Assert.Equal(7, Sample.GetInt("limits.none", 7));
        Assert.Equal(7, Sample.GetLong("none", 7));
        Assert.Equal(7.5, Sample.GetDouble("x", 7.5));
        Assert.True(Sample.GetBoolean("x", @default: true));
        Assert.Null(Sample.GetString("x", null));
        Assert.Equal(TimeSpan.FromSeconds(1), Sample.GetTimeSpan("x", TimeSpan.FromSeconds(1)));
        Assert.Equal(5, Sample.GetDurationNanoseconds("x", 5));
        Assert.Null(Sample.GetByteSize("x", null));
    }

    [Theory]
    [InlineData("limits.step", "s:1:1: key 'limits.step': there is no such key")]
    [InlineData("nothing.at.all", "s:1:1: key 'nothing.at.all': there is no such key")]
    [InlineData("name.x", "s:2:1: key 'name.x': there is no such key")]
    [InlineData("name", "s:2:1: key 'name': expected a whole number such as 10, found 'scenario one'")]
    [InlineData("none", "s:4:1: key 'none': expected a whole number, found null")]
    [InlineData("sizes", "s:5:1: key 'sizes': expected a whole number, found a list")]
    [InlineData("limits", "s:1:1: key 'limits': expected a whole number, found an object")]
    [InlineData("limits.big", "s:1:23: key 'limits.big': expected a whole number of 32 bits, found '10000000000'")]
    [InlineData("limits.share", "s:1:42: key 'limits.share': expected a whole number of 64 bits, found '0.25'")]
    public void A_value_that_is_no_number_is_told_with_key_and_place(string path, string message)
    {
        ConfigurationException refused = Assert.Throws<ConfigurationException>(() => Sample.GetInt(path));

        Assert.Equal(message, refused.Message);
    }

    [Fact]
    public void A_default_does_not_hide_a_value_of_the_wrong_type() =>
        Assert.Throws<ConfigurationException>(() => Sample.GetInt("name", 7));

    [Fact]
    public void A_message_names_the_whole_path_from_inside_a_part()
    {
        Config device = Sample.GetConfigList("devices")[1];

        ConfigurationException refused = Assert.Throws<ConfigurationException>(() => device.GetBoolean("kind"));

        Assert.Equal(
            "s:6:30: key 'devices[1].kind': expected true or false (or on, off, yes, no), found 'nvme'",
            refused.Message);
    }

    [Fact]
    public void A_part_is_a_configuration_of_its_own()
    {
        Config limits = Sample.GetConfig("limits");

        Assert.Equal("steps = 100\nbig = 10000000000\nshare = 0.25\n", limits.ToString());
    }

    [Theory]
    [InlineData("true", true)]
    [InlineData("on", true)]
    [InlineData("yes", true)]
    [InlineData("\"true\"", true)]
    [InlineData("false", false)]
    [InlineData("off", false)]
    [InlineData("no", false)]
    public void Booleans_have_six_words(string text, bool value)
    {
        Config config = ConfigurationFactory.ParseString($"a = {text}");

        Assert.Equal(value, config.GetBoolean("a"));
    }

    [Fact]
    public void HasPath_tells_values_from_null_and_nothing()
    {
        string[] paths = ["name", "limits.steps", "empty", "none", "limits.x", "name.x"];

        bool[] found = [.. paths.Select(Sample.HasPath)];

        Assert.Equal([true, true, true, false, false, false], found);
    }

    [Fact]
    public void Paths_lead_to_every_leaf_in_source_order() =>
        Assert.Equal(
            [
                "limits.steps", "limits.big", "limits.share", "name", "on", "none", "sizes", "devices", "empty",
            ],
            Sample.Paths());

    [Fact]
    public void Children_are_keys_in_source_order()
    {
        Config config = ConfigurationFactory.ParseString("z { \"b.c\" = 1, a = 2 }, y = 3");

        Assert.Equal(["z", "y"], config.Children());
        Assert.Equal(["b.c", "a"], config.Children("z"));
        Assert.Equal(1, config.GetInt(Config.Join("z", "b.c")));
    }

    [Fact]
    public void The_empty_configuration_is_empty() => Assert.True(ConfigurationFactory.Empty.IsEmpty);

    [Fact]
    public void A_string_converts_to_a_configuration()
    {
        Config config = "a = 1";

        Assert.False(config.IsEmpty);
    }

    [Fact]
    public void A_fallback_gives_what_is_missing()
    {
        Config config = ConfigurationFactory.ParseString("a { x = 1 }\nl = [1]")
            .WithFallback("a { x = 9, y = ${z} }\nz = 2\nl = [7, 8]");

        Assert.Equal("a {\n  x = 1\n  y = 2\n}\nz = 2\nl = [1]\n", config.ToString());
    }

    [Fact]
    public void A_value_between_two_fallbacks_hides_the_last()
    {
        Config over = ConfigurationFactory.ParseString("a { x = 1 }");

        Config config = over.WithFallback("a = 42").WithFallback("a { y = 2 }");

        Assert.Equal("a {\n  x = 1\n}\n", config.ToString());
    }

    [Fact]
    public void Substitutions_of_a_fallback_see_what_lies_over_it()
    {
        Config config = ConfigurationFactory.ParseString("base = 5").WithFallback("base = 1, twice = ${base}${base}");

        Assert.Equal(55, config.GetInt("twice"));
    }

    [Fact]
    public void A_fallback_leaves_both_as_they_were()
    {
        Config over = "a { x = 1 }";
        Config under = "a { y = 2 }";

        _ = over.WithFallback(under).WithOverride("a.z = 3");

        Assert.Equal(["a.x", "a.y"], over.Paths().Concat(under.Paths()));
    }

    [Fact]
    public void A_part_takes_a_fallback()
    {
        Config part = ConfigurationFactory.ParseString("a { b { x = 1 } }").GetConfig("a");

        Config config = part.WithFallback("b { y = 2 }");

        Assert.Equal("b {\n  y = 2\n  x = 1\n}\n", config.ToString());
    }

    [Fact]
    public void An_override_wins_and_substitutions_see_it()
    {
        Config config = ConfigurationFactory.ParseString("seed = 1\ncopy = ${seed}").WithOverride("seed = 9");

        Assert.Equal(9, config.GetInt("copy"));
    }

    [Fact]
    public void Defaults_give_way_to_the_file_the_environment_and_the_command_line_in_this_order()
    {
        Config defaults = ConfigurationFactory.ParseString("a = 1, b = 1, c = 1, d = 1");
        MemoryConfigSource source = MemoryConfigSource.With("b = 2, c = 2, c = ${?C}, d = 2, d = ${?D}");
        (source.Variables["C"], source.Variables["D"]) = ("3", "3");

        Config config = source.Load("d = 4").WithFallback(defaults);

        Assert.Equal([1, 2, 3, 4], new[] { "a", "b", "c", "d" }.Select(key => config.GetInt(key)));
    }

    [Fact]
    public void An_override_is_named_set_in_messages()
    {
        Config config = MemoryConfigSource.With("limits.steps = 5").Load("limits.steps=many");

        ConfigurationException refused = Assert.Throws<ConfigurationException>(() => config.GetInt("limits.steps"));

        Assert.Equal(
            "--set:1:1: key 'limits.steps': expected a whole number such as 10, found 'many'", refused.Message);
    }

    [Fact]
    public void Overrides_at_loading_define_what_the_document_asks_for()
    {
        Config config = MemoryConfigSource.With("a = ${seed}").Load("seed=3", "seed=4");

        Assert.Equal(4, config.GetInt("a"));
    }

    [Theory]
    [InlineData("a = ${b}\nb = 5", "a", "s:1:1")]
    [InlineData("a { b = 5 }", "a", "s:1:1")]
    [InlineData("a { b = 5 }\n  a.b = 6", "a.b", "s:2:3")]
    [InlineData("b { x = 1 }\na = ${b}", "a.x", "s:1:5")]
    [InlineData("a = [1]\na += 2", "a", "s:2:1")]
    public void The_origin_is_the_key_that_assigned_the_value(string text, string path, string origin)
    {
        Config config = ConfigurationFactory.ParseString(text, "s");

        Assert.Equal(origin, config.Origin(path));
    }

    [Theory]
    [InlineData("")]
    [InlineData("a..b")]
    [InlineData("a {")]
    public void A_path_that_is_none_is_the_callers_mistake(string path) =>
        Assert.Throws<ArgumentException>(() => Sample.GetInt(path));
}
