using PhyrActors.Exploration;
using PhyrActors.Model;

namespace PhyrActors.Scenarios.Tests;

/// <summary>config/dpor-mr.conf, every class of it once.</summary>
public sealed class BoundedWorldTests
{
    private const string File = "dpor-mr.conf";

    [Theory]
    [InlineData("seed = 1", 14_316)]
    [InlineData("fork.rate = 0", 12)]
    public void Without_a_defect_nothing_is_found_in_any_class(string change, int classes)
    {
        DporExplorer explorer = Explorations.Of(ScenarioFiles.Named(File, change));

        List<Finding> findings = explorer.RunToTheEnd();

        Assert.Empty(findings);
        Assert.Equal(
            (true, classes, 0, 0),
            (explorer.IsComplete, explorer.Classes.Count, explorer.Redundant, explorer.Blocked));
    }

    [Fact]
    public void In_reverse_order_the_actors_have_as_many_classes()
    {
        DporExplorer explorer = Explorations.Of(ScenarioFiles.Named(File, "fork.rate = 0", "world.reverse = on"));

        List<Finding> findings = explorer.RunToTheEnd();

        Assert.Empty(findings);
        Assert.Equal((12, 0, 0), (explorer.Classes.Count, explorer.Redundant, explorer.Blocked));
    }

    /// <summary>The two events of each are of different actors: the driver's unpin at the folios and the clearing at
    /// the table; the domain's release and the unit's invalidation; the driver's doorbell and the domain's
    /// sync.</summary>
    [Theory]
    [InlineData(Mutation.M9, "I-1", "FolioManager", false)]
    [InlineData(Mutation.M9, "I-1", "FolioManager", true)]
    [InlineData(Mutation.M1, "I-4", "IommuDomain", false)]
    [InlineData(Mutation.M1, "I-4", "IommuDomain", true)]
    [InlineData(Mutation.M21, "I-12", "RdmaNic", false)]
    [InlineData(Mutation.M21, "I-12", "RdmaNic", true)]
    public void A_defect_whose_two_events_share_no_mailbox_is_found_whatever_the_order_of_the_actors(
        Mutation mutation, string invariant, string actor, bool reversed)
    {
        DporExplorer explorer = Explorations.Of(
            ScenarioFiles.Named(File, $"world.reverse = {(reversed ? "on" : "off")}"), mutation);

        Finding? first = explorer.FirstFinding(100);

        Assert.Equal(
            (invariant, reversed ? $"/user/Reversed/{actor}" : $"/user/{actor}"),
            (first?.Invariant, first?.Actor));
    }

    /// <summary>The accesses land at the memory and the invalidation completes at the domain: a race that one random
    /// schedule of a thousand shows in config/quick.conf. Whether the one operation is a write, as it must be, is drawn
    /// from the seed and from who the actors are.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_wait_that_does_not_drain_is_found_whatever_the_order_of_the_actors(bool reversed)
    {
        string order = $"world.reverse = {(reversed ? "on" : "off")}";

        string?[] found =
        [
            .. Enumerable.Range(1, 8).Select(seed => Explorations.Of(
                ScenarioFiles.Named(File, $"seed = {seed}", "fork.rate = 0", order), Mutation.M29).FirstFinding(2000))
                .Select(finding => finding?.Invariant),
        ];

        Assert.Contains("I-2", found);
    }
}
