namespace PhyrActors.Model.Tests;

/// <summary>What a walker finds while a clear is in a store buffer.</summary>
public sealed class BufferedClearsTests
{
    private const ulong Page = Pfn.FrameSizeBytes;
    private const ulong Size2M = 1UL << 21;

    private readonly IoPageTable _table = new(new Pfn(1), IoPageSizes.UpTo2MiB);
    private readonly TableFramePool _pool = new();
    private readonly IoGather _gather = new();
    private readonly BufferedClears _buffered;

    public BufferedClearsTests()
    {
        _buffered = new BufferedClears(_table);
        for (ulong frame = 2; frame < 20; frame++)
        {
            _pool.Add(new Pfn(frame));
        }
    }

    [Theory]
    [InlineData(Page)]
    [InlineData(3 * Page)]
    [InlineData(Size2M)]
    [InlineData(Size2M + Page)]
    public void A_walker_finds_the_entries_until_their_clearing_lands_and_not_after(ulong lengthBytes)
    {
        Map(Size2M, lengthBytes);
        IoEntry before = Walk(Size2M);

        long store = Clear(Size2M, lengthBytes);
        IoEntry between = Walk(Size2M);
        _buffered.Land(store);

        Assert.Equal((IoEntryKind.Leaf, before), (before.Kind, between));
        Assert.NotEqual(IoEntryKind.Leaf, Walk(Size2M).Kind);
    }

    [Fact]
    public void Neighbours_that_stay_mapped_are_found_throughout()
    {
        Map(Size2M, 4 * Page);
        IoEntry neighbour = Walk(Size2M + (2 * Page));

        long store = Clear(Size2M, 2 * Page);
        IoEntry between = Walk(Size2M + (2 * Page));
        _buffered.Land(store);

        Assert.Equal((neighbour, neighbour), (between, Walk(Size2M + (2 * Page))));
    }

    [Fact]
    public void Stores_land_one_by_one()
    {
        Map(Size2M, 4 * Page);
        long first = Clear(Size2M, Page);
        long second = Clear(Size2M + Page, Page);

        _buffered.Land(first);
        IoEntryKind[] halfway = [Walk(Size2M).Kind, Walk(Size2M + Page).Kind];
        _buffered.Land(second);

        Assert.Equal([IoEntryKind.None, IoEntryKind.Leaf], halfway);
        Assert.Equal(IoEntryKind.None, Walk(Size2M + Page).Kind);
    }

    private void Map(ulong iova, ulong lengthBytes) => Assert.Equal(
        Errno.None,
        _table.Map(new Iova(iova), new PhysAddr(0x1000_1000), lengthBytes, IoProt.Read | IoProt.Write, _pool, _gather));

    private long Clear(ulong iova, ulong lengthBytes)
    {
        _buffered.Keep(new Iova(iova), lengthBytes);
        _table.Unmap(new Iova(iova), lengthBytes, _pool, _gather);
        return _buffered.Cleared();
    }

    private IoEntry Walk(ulong iova)
    {
        Pfn page = _table.Root;
        for (int level = IoLevel.Root; ; level--)
        {
            IoEntry entry = _buffered.Read(page, level, IoLevel.IndexOf(new Iova(iova), level));
            if (entry.Kind != IoEntryKind.Table)
            {
                return entry;
            }

            page = entry.Table;
        }
    }
}
