namespace PhyrActors.Model.Tests;

public sealed class PinCoversReachTests
{
    private static readonly IovaRange s_range = new(new Iova(0x10000), 0x2000);

    [Fact]
    public void An_access_may_land_in_frames_that_a_pin_holds()
    {
        Violation? violation = Landing(KeeperState.Held);

        Assert.Null(violation);
    }

    [Theory]
    [InlineData(KeeperState.Absent)]
    [InlineData(KeeperState.GivenBack)]
    public void An_access_may_not_land_where_no_pin_holds_the_frames(KeeperState keeper)
    {
        Violation? violation = Landing(keeper);

        Assert.Equal("I-1", violation?.Invariant);
    }

    [Fact]
    public void Entries_may_lead_to_frames_that_a_pin_holds()
    {
        Violation? violation = PinCoversReach.OfEntries(1, s_range, 7, KeeperState.Held);

        Assert.Null(violation);
    }

    [Theory]
    [InlineData(KeeperState.Absent)]
    [InlineData(KeeperState.GivenBack)]
    public void Entries_may_not_lead_to_frames_that_no_pin_holds(KeeperState keeper)
    {
        Violation? violation = PinCoversReach.OfEntries(1, s_range, 7, keeper);

        Assert.Equal("I-1", violation?.Invariant);
    }

    [Fact]
    public void Frames_may_be_given_back_once_nothing_translates_to_them()
    {
        Violation? violation = PinCoversReach.OfRelease(7, KeeperKind.Pin, 1, s_range, RemovalStep.Completed);

        Assert.Null(violation);
    }

    [Theory]
    [InlineData(RemovalStep.None, "cleared")]
    [InlineData(RemovalStep.Cleared, "submitted")]
    [InlineData(RemovalStep.Submitted, "complete")]
    public void Frames_that_something_translates_to_may_not_be_given_back(RemovalStep past, string lack)
    {
        Violation? violation = PinCoversReach.OfRelease(7, KeeperKind.Pin, 1, s_range, past);

        Assert.EndsWith(lack, violation?.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Frames_may_be_given_back_only_after_every_access_landed(bool landingsPast)
    {
        Violation? violation = PinCoversReach.OfRelease(7, KeeperKind.Pin, 1, s_range, landingsPast);

        Assert.Equal(landingsPast, violation is null);
    }

    private static Violation? Landing(KeeperState keeper) =>
        PinCoversReach.OfLanding(1, new Iova(0x10000), new PhysAddr(0x5000), 7, keeper);
}
