namespace PhyrActors.Model.Tests;

public sealed class LimitTests
{
    [Fact]
    public void Segments_keep_every_byte_and_every_limit() =>
        RangeLists.Check(ranges =>
        {
            Draws draws = new([.. ranges.Select(range => (int)(range.LengthBytes >> 1))]);
            RangeLimits limits = new()
            {
                MaxBytes = 4096 * (1 + draws.Below(20UL)),
                BoundaryMask = 0x4000UL * (1UL << draws.Below(4)) - 1,
                AlignMask = draws.Below(2) == 0 ? 0 : 511UL,
            };
            List<CpuRange> segments = Walk(RangeLists.StorageOf(ranges), limits);

            return RangeLists.Merged(segments).SequenceEqual(RangeLists.Merged(ranges))
                && segments.TrueForAll(segment => segment.LengthBytes <= limits.MaxBytes
                    && (segment.Phyr.Start.Value & ~limits.BoundaryMask)
                        == (segment.Phyr.Last.Value & ~limits.BoundaryMask))
                && segments.Zip(segments.Skip(1)).All(pair => !pair.First.Phyr.IsFollowedBy(pair.Second.Phyr)
                    || pair.First.Provider != pair.Second.Provider
                    || (pair.Second.Phyr.Start.Value & limits.AlignMask) == 0);
        });

    [Fact]
    public void A_limit_takes_as_much_as_it_allows()
    {
        LentArray memory = RangeLists.StorageOf([Bytes(0x1e00, 0x6400)]);

        List<CpuRange> segments = Walk(memory, new RangeLimits { MaxBytes = 0x3000, BoundaryMask = 0x3fff });

        Assert.Equal([Bytes(0x1e00, 0x2200), Bytes(0x4000, 0x3000), Bytes(0x7000, 0x1000), Bytes(0x8000, 0x200)],
            segments);
    }

    [Fact]
    public void A_gap_at_the_virtual_boundary_is_told()
    {
        LentArray memory = RangeLists.StorageOf(
            [Bytes(0x1800, 0x800), Bytes(0x9000, 0x1000), Bytes(0x3000, 0x200), Bytes(0x6000, 0x1000)]);
        LimitedCursor<CpuRange> cursor = new(memory, new RangeLimits { VirtBoundaryMask = 0xfff });
        List<bool> gaps = [];

        while (cursor.MoveNext())
        {
            gaps.Add(cursor.HasGapBefore);
        }

        Assert.Equal([false, false, false, true], gaps);
    }

    [Theory]
    [InlineData(0x1000, 0xffe, 0)]
    [InlineData(0x100, ulong.MaxValue, 0x1ff)]
    [InlineData(0x1000, 0xff, 0x1ff)]
    [InlineData(0, ulong.MaxValue, 0)]
    public void Limits_that_contradict_themselves_are_refused(ulong maxBytes, ulong boundaryMask, ulong alignMask) =>
        Assert.Throws<ArgumentException>(() => new LimitedCursor<CpuRange>(
            RangeLists.StorageOf([Bytes(0, 1)]),
            new RangeLimits { MaxBytes = maxBytes, BoundaryMask = boundaryMask, AlignMask = alignMask }).MoveNext());

    [Theory]
    [InlineData(12)]
    [InlineData(21)]
    [Trait("row", "R2")]
    public void Blocks_of_one_size_cover_every_byte_and_none_reaches_over_a_multiple(int log2) =>
        RangeLists.Check(ranges =>
        {
            PageSize size = new(log2);
            List<CpuRange> blocks = [];
            foreach (CpuRange block in new BlockCursor<CpuRange>(RangeLists.StorageOf(ranges), size))
            {
                blocks.Add(block);
            }

            return RangeLists.Merged(blocks).SequenceEqual(RangeLists.Merged(ranges))
                && blocks.TrueForAll(block =>
                    block.Phyr.Start.Value >> log2 == block.Phyr.Last.Value >> log2);
        });

    [Fact]
    public void A_slice_is_the_bytes_between_its_ends() =>
        RangeLists.Check(ranges =>
        {
            LentArray memory = RangeLists.StorageOf(ranges);
            ulong offsetBytes = memory.LengthBytes / 3;
            ulong lengthBytes = (memory.LengthBytes - offsetBytes + 1) / 2;
            RangeSlice<CpuRange> slice = new(memory, offsetBytes, lengthBytes);
            List<CpuRange> behind = RangeLists.Skip(RangeLists.Of(slice), lengthBytes);

            return Ranges.Sum(RangeLists.Of(slice).Select(range => range.Phyr)) == lengthBytes
                && behind.Count == 0
                && RangeLists.Merged(RangeLists.Of(slice)
                        .Concat(RangeLists.Skip(ranges, offsetBytes + lengthBytes)))
                    .SequenceEqual(RangeLists.Merged(RangeLists.Skip(ranges, offsetBytes)));
        });

    [Fact]
    public void A_slice_past_the_end_is_refused() =>
        Assert.Throws<ArgumentOutOfRangeException>(
            () => new RangeSlice<CpuRange>(RangeLists.StorageOf([Bytes(0, 10)]), 5, 6));

    private static CpuRange Bytes(ulong start, ulong length) => new(new Phyr(new PhysAddr(start), length));

    private static List<CpuRange> Walk(IRangeStorage<CpuRange> storage, RangeLimits limits)
    {
        List<CpuRange> segments = [];
        foreach (CpuRange segment in new LimitedCursor<CpuRange>(storage, limits))
        {
            segments.Add(segment);
        }

        return segments;
    }
}
