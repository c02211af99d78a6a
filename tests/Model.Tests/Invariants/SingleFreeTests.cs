namespace PhyrActors.Model.Tests;

public sealed class SingleFreeTests
{
    [Fact]
    public void A_window_is_freed_as_it_was_allocated()
    {
        Violation? violation = SingleFree.OfFree(1, Range(0x2000, 0x1000), Range(0x2000, 0x1000));

        Assert.Null(violation);
    }

    [Fact]
    public void A_window_may_not_be_freed_with_another_length()
    {
        Violation? violation = SingleFree.OfFree(1, Range(0x2000, 0x1000), Range(0x2000, 0x2000));

        Assert.NotNull(violation);
    }

    [Fact]
    public void What_is_not_allocated_may_not_be_freed()
    {
        Violation? violation = SingleFree.OfFree(1, Range(0x2000, 0x1000), null);

        Assert.NotNull(violation);
    }

    private static IovaRange Range(ulong start, ulong lengthBytes) => new(new Iova(start), lengthBytes);
}
