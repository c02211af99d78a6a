namespace PhyrActors.Runtime.Tests;

public sealed class ConfigUnitsTests
{
    [Theory]
    [InlineData("10ns", 10)]
    [InlineData("10 nanoseconds", 10)]
    [InlineData("10us", 10_000)]
    [InlineData("1.5us", 1_500)]
    [InlineData("1 microsecond", 1_000)]
    [InlineData("7", 7_000_000)]
    [InlineData("7ms", 7_000_000)]
    [InlineData("7 millis", 7_000_000)]
    [InlineData("2s", 2_000_000_000)]
    [InlineData("2 seconds", 2_000_000_000)]
    [InlineData("0.5 m", 30_000_000_000)]
    [InlineData("1 minute", 60_000_000_000)]
    [InlineData("1h", 3_600_000_000_000)]
    [InlineData("1 day", 86_400_000_000_000)]
    [InlineData("1e3 us", 1_000_000)]
    [InlineData("-5ns", -5)]
    public void Durations_have_units_and_count_milliseconds_without(string text, long nanoseconds)
    {
        Config config = ConfigurationFactory.ParseString($"a = \"{text}\"\nb = {text}");

        Assert.Equal(nanoseconds, config.GetDurationNanoseconds("a"));
        Assert.Equal(nanoseconds, config.GetDurationNanoseconds("b"));
    }

    [Theory]
    [InlineData("10 bananas", "a duration such as 10us, found '10 bananas'")]
    [InlineData("soon", "a duration such as 10us, found 'soon'")]
    [InlineData("10 MS", "a duration such as 10us, found '10 MS'")]
    [InlineData("1.5ns", "a duration in whole nanoseconds, at most 292 years, found '1.5ns'")]
    [InlineData("106752d", "a duration in whole nanoseconds, at most 292 years, found '106752d'")]
    public void A_duration_that_is_none_is_told(string text, string expected)
    {
        Config config = ConfigurationFactory.ParseString($"a {{ b = {text} }}", "f.conf");

        ConfigurationException refused =
            Assert.Throws<ConfigurationException>(() => config.GetDurationNanoseconds("a.b"));

        Assert.Equal($"f.conf:1:5: key 'a.b': expected {expected}", refused.Message);
    }

    [Fact]
    public void A_time_span_has_steps_of_100_ns()
    {
        Config config = ConfigurationFactory.ParseString("a = 300ns, b = 350ns, c = infinite", "f");

        ConfigurationException refused = Assert.Throws<ConfigurationException>(() => config.GetTimeSpan("b"));

        Assert.Equal(TimeSpan.FromTicks(3), config.GetTimeSpan("a"));
        Assert.Equal(Timeout.InfiniteTimeSpan, config.GetTimeSpan("c"));
        Assert.Equal("f:1:12: key 'b': expected a duration in steps of 100ns, found '350ns'", refused.Message);
    }

    [Theory]
    [InlineData("512", 512)]
    [InlineData("512 B", 512)]
    [InlineData("3 bytes", 3)]
    [InlineData("1kB", 1_000)]
    [InlineData("2 megabytes", 2_000_000)]
    [InlineData("1GB", 1_000_000_000)]
    [InlineData("64K", 65_536)]
    [InlineData("64k", 65_536)]
    [InlineData("64KiB", 65_536)]
    [InlineData("64 kibibytes", 65_536)]
    [InlineData("1.5Ki", 1_536)]
    [InlineData("100GiB", 107_374_182_400)]
    [InlineData("1T", 1_099_511_627_776)]
    [InlineData("7EiB", 8_070_450_532_247_928_832)]
    public void Sizes_have_units_and_count_bytes_without(string text, long bytes)
    {
        Config config = ConfigurationFactory.ParseString($"a = {text}");

        Assert.Equal(bytes, config.GetByteSize("a"));
    }

    [Theory]
    [InlineData("10 KiBs", "a size such as 64KiB, found '10 KiBs'")]
    [InlineData("1 pages", "a size such as 64KiB, found '1 pages'")]
    [InlineData("8EiB", "a size in whole bytes, below 8EiB, found '8EiB'")]
    [InlineData("0.3B", "a size in whole bytes, below 8EiB, found '0.3B'")]
    [InlineData("1YiB", "a size in whole bytes, below 8EiB, found '1YiB'")]
    public void A_size_that_is_none_is_told(string text, string expected)
    {
        Config config = ConfigurationFactory.ParseString($"a = {text}", "f");

        ConfigurationException refused = Assert.Throws<ConfigurationException>(() => config.GetByteSize("a"));

        Assert.Equal($"f:1:1: key 'a': expected {expected}", refused.Message);
    }
}
