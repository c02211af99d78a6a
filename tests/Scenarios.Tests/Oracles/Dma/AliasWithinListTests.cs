using PhyrActors.Model;

namespace PhyrActors.Scenarios.Tests;

public sealed class AliasWithinListTests
{
    private const long Pin = 7;
    private static readonly RangeCpu s_range =
        RangeCpuBuilder.TryFrom([new Phyr(new PhysAddr(0x10_0000), 0x1000)])!;

    private readonly History _history = new([new AliasWithinListMonitor()]);

    [Fact]
    [Trait("row", "D2")]
    public void A_list_given_back_after_its_alias_is_right()
    {
        _history.At(1, new ListAliased(1, Pin, s_range));
        Step dropped = _history.At(1, new AliasDropped(1, Pin, s_range));

        _history.At(2, new FramesUnpinned(Pin, s_range, 0, 1, Dirty: false), dropped);

        Assert.Empty(_history.Findings);
    }

    [Fact]
    [Trait("row", "D2")]
    public void A_list_given_back_while_a_device_uses_it_is_found()
    {
        _history.At(1, new ListAliased(1, Pin, s_range));

        _history.At(2, new FramesUnpinned(Pin, s_range, 0, 1, Dirty: false));

        Assert.Equal("I-1", _history.Broken);
    }

    [Fact]
    public void Luck_is_no_order()
    {
        _history.At(1, new ListAliased(1, Pin, s_range));
        Step dropped = _history.At(1, new AliasDropped(1, Pin, s_range));

        _history.At(2, new FramesUnpinned(Pin, s_range, 0, 1, Dirty: false));

        Assert.Equal(dropped.Here, Assert.Single(_history.Findings).Missing);
    }

    [Fact]
    public void Each_of_two_aliases_must_be_over()
    {
        _history.At(1, new ListAliased(1, Pin, s_range));
        _history.At(1, new ListAliased(2, Pin, s_range));
        Step dropped = _history.At(1, new AliasDropped(1, Pin, s_range));

        _history.At(2, new FramesUnpinned(Pin, s_range, 0, 1, Dirty: false), dropped);

        Assert.Contains("device 2", Assert.Single(_history.Findings).Text, StringComparison.Ordinal);
    }
}
