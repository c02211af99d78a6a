namespace PhyrActors.Model.Tests;

public sealed class IovaExclusivityTests
{
    [Fact]
    public void Windows_may_touch()
    {
        Violation? violation = IovaExclusivity.OfAllocation(
            1, Range(0x2000, 0x1000), Range(0x1000, 0x1000), Range(0x3000, 0x1000));

        Assert.Null(violation);
    }

    [Fact]
    public void A_window_may_not_overlap_the_one_below()
    {
        Violation? violation = IovaExclusivity.OfAllocation(1, Range(0x2000, 0x1000), Range(0x1000, 0x2000), null);

        Assert.NotNull(violation);
    }

    [Fact]
    public void A_window_may_not_overlap_the_one_above()
    {
        Violation? violation = IovaExclusivity.OfAllocation(1, Range(0x2000, 0x2000), null, Range(0x3000, 0x1000));

        Assert.NotNull(violation);
    }

    [Fact]
    public void No_window_holds_iova_0()
    {
        Violation? violation = IovaExclusivity.OfAllocation(1, Range(0, 0x1000), null, null);

        Assert.NotNull(violation);
    }

    private static IovaRange Range(ulong start, ulong lengthBytes) => new(new Iova(start), lengthBytes);
}
