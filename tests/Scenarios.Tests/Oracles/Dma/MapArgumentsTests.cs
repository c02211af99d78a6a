using PhyrActors.Model;

namespace PhyrActors.Scenarios.Tests;

public sealed class MapArgumentsTests
{
    [Theory]
    [InlineData(DmaRefusal.InvalidDirection, "DD28")]
    [InlineData(DmaRefusal.NoMask, "DD28")]
    [InlineData(DmaRefusal.PoolFull, "")]
    public void A_map_that_can_never_succeed_is_found(DmaRefusal refusal, string expected)
    {
        DmaCalls calls = new DmaCalls().Say(new DmaMapFailed(1, DmaMapType.Phys, refusal, refusal.ToErrno()));

        Assert.Equal(expected, calls.Broken);
    }
}
