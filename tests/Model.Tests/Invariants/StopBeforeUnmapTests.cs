namespace PhyrActors.Model.Tests;

public sealed class StopBeforeUnmapTests
{
    [Theory]
    [InlineData(true, null)]
    [InlineData(false, "I-36")]
    public void Clearing_what_a_device_has_not_forgotten_is_found(bool isStopped, string? invariant)
    {
        Violation? violation = StopBeforeUnmap.OfClear(1, new IovaRange(new Iova(0x1000), 0x1000), isStopped);

        Assert.Equal(invariant, violation?.Invariant);
    }
}
