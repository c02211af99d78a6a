namespace PhyrActors.Model.Tests;

public sealed class DirectPathTests
{
    private static readonly DmaRange s_lists = new(new Iova(0xff00_0000), 1 << 20);

    [Theory]
    [InlineData("phyrs", false, 0)]
    [InlineData("rlist", false, 0)]
    [InlineData("compressed", false, 0)]
    [InlineData("pages", true, 2)]
    [InlineData("bio_vec", true, 2)]
    [Trait("row", "D10")]
    [Trait("row", "D21")]
    public void A_transfer_from_ranges_copies_no_entry_and_the_old_path_copies_each(
        string name, bool isOldPath, int lists)
    {
        const int Ranges = 50;
        StorageConversions conversions = new();
        IRangeStorage<CpuRange> pinned = StorageFormats.Filled(
            name, Enumerable.Range(1, Ranges).Select(i => Frames((ulong)i)), out _)!;

        List<(ulong, ulong)> told = [.. NvmePrps.Of(Mapped(pinned, isOldPath, conversions), s_lists)
            .Follow(0xff00_0000)];

        Assert.Equal((lists, (ulong)lists * Ranges), (conversions.Lists, conversions.Entries));
        Assert.Equal(
            Enumerable.Range(1, Ranges).SelectMany(i => new[] { (ulong)i << 16, ((ulong)i << 16) + 4096 }),
            told.Select(page => page.Item1));
    }

    private static CpuRange Frames(ulong i) => new(new Phyr(new PhysAddr(i << 16), 2 * 4096));

    /// <summary>Straight from the pin's storage, or by bio_vecs and a scatterlist.</summary>
    private static RListDma Mapped(IRangeStorage<CpuRange> pinned, bool isOldPath, StorageConversions conversions)
    {
        IRangeStorage<CpuRange> mapped = pinned;
        if (isOldPath)
        {
            IRangeStorage<CpuRange> bio = conversions.TryConvert(pinned, new BioVecArray(), out _)!;
            mapped = conversions.TryConvert(bio, new Scatterlist(ScatterlistLayout.WithDmaLength), out _)!;
        }

        RListDma dma = new();
        foreach (CpuRange range in new RangeCursor<CpuRange>(mapped))
        {
            dma.AppendBus(new BusAddr(range.Phyr.Start.Value), range.LengthBytes);
        }

        return dma;
    }
}
