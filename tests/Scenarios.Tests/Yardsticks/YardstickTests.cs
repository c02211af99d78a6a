using PhyrActors.Exploration;

namespace PhyrActors.Scenarios.Tests;

/// <summary>The toy programs of config/yardstick-*.conf.</summary>
public sealed class YardstickTests
{
    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(2, 1, 2)]
    [InlineData(2, 2, 6)]
    [InlineData(3, 1, 6)]
    [InlineData(4, 1, 24)]
    [InlineData(3, 2, 90)]
    [InlineData(4, 2, 2520)]
    public void Request_reply_has_each_interleaving_of_its_requests_once(int clients, int rounds, int interleavings)
    {
        DporExplorer explorer = Explorations.Of(
            ScenarioFiles.Named("yardstick-rr.conf", $"clients = {clients}", $"rounds = {rounds}"));

        List<Finding> findings = explorer.RunToTheEnd();

        Assert.Empty(findings);
        Assert.Equal((interleavings, 0, 0), (explorer.Classes.Count, explorer.Redundant, explorer.Blocked));
    }

    [Theory]
    [InlineData("burst", 90)]
    [InlineData("two-servers", 16)]
    [InlineData("spawn", 24)]
    [InlineData("timeout-retry", 14)]
    [InlineData("fifo-trap", 3)]
    [InlineData("stop-trap", 3)]
    [InlineData("timer-trap", 3)]
    [InlineData("batch-trap", 4)]
    public void A_yardstick_has_as_many_classes_as_is_known_and_each_is_run_once(string name, int classes)
    {
        DporExplorer explorer = Explorations.Of(ScenarioFiles.Named($"yardstick-{name}.conf"));

        List<Finding> findings = explorer.RunToTheEnd();

        Assert.Empty(findings);
        Assert.Equal((classes, 0, 0), (explorer.Classes.Count, explorer.Redundant, explorer.Blocked));
    }

    /// <summary>Of RR(3, 2)'s 90 interleavings one in six has the last requests in reverse order, one in six both of
    /// client 1's requests before client 3's, and one in two client 3's last before client 1's. Of the six in which two
    /// clients read and then write once, four lose an update.</summary>
    [Theory]
    [InlineData("race", 2, 1, 4, 6)]
    [InlineData("depth", 3, 2, 15, 90)]
    [InlineData("overtake", 3, 2, 15, 90)]
    [InlineData("window", 3, 2, 45, 90)]
    public void A_variant_of_request_reply_goes_wrong_in_as_many_interleavings_as_can_be_counted(
        string variant, int clients, int rounds, int wrong, int all)
    {
        DporExplorer explorer = Explorations.Of(ScenarioFiles.Named(
            "yardstick-rr.conf", $"variant = {variant}", $"clients = {clients}", $"rounds = {rounds}"));

        List<Finding> findings = explorer.RunToTheEnd();

        Assert.All(findings, finding => Assert.Equal($"rr-{variant}", finding.Invariant));
        Assert.Equal((wrong, all), (findings.Count, explorer.Classes.Count));
    }

    [Theory]
    [InlineData("yardstick = rrr", "yardstick")]
    [InlineData("clients = 0", "clients")]
    [InlineData("rounds = 0", "rounds")]
    [InlineData("variant = none", "variant")]
    public void A_word_that_no_yardstick_knows_is_told_where_it_stands(string assignment, string key)
    {
        ConfigurationException refused =
            Assert.Throws<ConfigurationException>(() => ScenarioFiles.Written(assignment));

        Assert.StartsWith($"main.conf:1:1: key '{key}': expected", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_yardstick_can_be_simulated_too()
    {
        RunReport report = WorldRuns.Simulate(ScenarioFiles.Named("yardstick-rr.conf"));

        Assert.Empty(report.Findings);
        Assert.True(report.Over);
    }
}
