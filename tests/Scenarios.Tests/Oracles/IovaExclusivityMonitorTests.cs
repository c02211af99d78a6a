using PhyrActors.Model;

namespace PhyrActors.Scenarios.Tests;

public sealed class IovaExclusivityMonitorTests
{
    private readonly History _history = new(OracleList.Of(InvariantKind.Local, []));

    [Fact]
    public void Windows_allocated_and_freed_one_after_another_are_right()
    {
        Allocate(1, 0x1000, 0x2000);
        Allocate(1, 0x3000, 0x1000);
        Free(1, 0x1000, 0x2000);
        Allocate(1, 0x2000, 0x1000);

        Assert.Empty(_history.Findings);
    }

    [Fact]
    public void Domains_have_spaces_of_their_own()
    {
        Allocate(1, 0x1000, 0x2000);
        Allocate(2, 0x1000, 0x2000);

        Assert.Empty(_history.Findings);
    }

    [Theory]
    [InlineData(0x1000, 0x2000)]
    [InlineData(0x4000, 0x1000)]
    [InlineData(0x1000, 0x8000)]
    [InlineData(0x3000, 0x1000)]
    public void A_window_that_meets_a_live_one_is_found(ulong start, ulong lengthBytes)
    {
        Allocate(1, 0x2000, 0x3000);

        Allocate(1, start, lengthBytes);

        Assert.Equal("I-6", _history.Broken);
    }

    [Fact]
    public void A_window_at_iova_0_is_found()
    {
        Allocate(1, 0, 0x1000);

        Assert.Equal("I-6", _history.Broken);
    }

    [Fact]
    public void Freeing_twice_is_found()
    {
        Allocate(1, 0x1000, 0x1000);
        Free(1, 0x1000, 0x1000);

        Free(1, 0x1000, 0x1000);

        Assert.Equal("I-7", _history.Broken);
    }

    [Theory]
    [InlineData(0x1000, 0x1000)]
    [InlineData(0x1000, 0x3000)]
    [InlineData(0x2000, 0x1000)]
    public void Freeing_anything_but_the_window_is_found(ulong start, ulong lengthBytes)
    {
        Allocate(1, 0x1000, 0x2000);

        Free(1, start, lengthBytes);

        Assert.Equal("I-7", _history.Broken);
    }

    [Theory]
    [InlineData(1UL)]
    [InlineData(2UL)]
    [InlineData(3UL)]
    public void Random_windows_are_judged_as_a_plain_list_judges_them(ulong seed)
    {
        SplitMix64 random = new(seed);
        List<IovaRange> live = [];
        int expected = 0;

        for (int i = 0; i < 2000; i++)
        {
            IovaRange range = new(new Iova(random.Below(64UL) << 12), (random.Below(4UL) + 1) << 12);
            if (random.Below(2) == 0)
            {
                bool isRight = range.Start.Value > 0 && !live.Exists(window => Meets(window, range));
                expected += isRight ? 0 : 1;
                live.AddRange(isRight ? [range] : []);
                Allocate(1, range.Start.Value, range.LengthBytes);
            }
            else
            {
                expected += live.Contains(range) ? 0 : 1;
                live.RemoveAll(window => window.Start == range.Start);
                Free(1, range.Start.Value, range.LengthBytes);
            }
        }

        Assert.Equal(expected, _history.Findings.Count);
    }

    private static bool Meets(IovaRange left, IovaRange right) =>
        left.Start <= right.Last && right.Start <= left.Last;

    private void Allocate(int domain, ulong start, ulong lengthBytes) =>
        _history.At(1, new IovaAllocated(domain, new Iova(start), lengthBytes));

    private void Free(int domain, ulong start, ulong lengthBytes) =>
        _history.At(1, new IovaFreed(domain, new Iova(start), lengthBytes));
}
