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

    [Fact]
    [Trait("row", "R2")]
    public void Where_blocks_are_asked_for_all_segments_but_the_ends_are_whole_blocks_of_the_best_size() =>
        RangeLists.Check(ranges =>
        {
            LentArray memory = RangeLists.StorageOf(ranges);
            RangeLimits limits = new() { BlockSizes = Sizes(9, 12, 13, 16), MaxBytes = 0x8000 };
            if (BestBlock.Of(memory, Sizes(9, 12, 13)) is not { } block)
            {
                return Record.Exception(() => Walk(memory, limits)) is ArgumentException refusal
                    && refusal.Message.StartsWith($"{RangeLists.Of(memory)[0]}:", StringComparison.Ordinal);
            }

            List<CpuRange> segments = Walk(memory, limits);

            return RangeLists.Merged(segments).SequenceEqual(RangeLists.Merged(ranges))
                && segments.Skip(1).SkipLast(1).All(segment => segment.LengthBytes == block.Bytes
                    && block.IsAligned(segment.Phyr.Start.Value))
                && (segments.Count == 1
                    || (block.IsAligned(segments[0].Phyr.Last.Value + 1)
                        && block.IsAligned(segments[^1].Phyr.Start.Value)));
        });

    [Fact]
    public void The_best_block_is_the_largest_of_those_tried_one_by_one() =>
        RangeLists.Check(ranges =>
        {
            LentArray memory = RangeLists.StorageOf(ranges);
            ulong start = 0x7f00_0000_0000 + (ranges[0].Phyr.Start.Value & 0x3_ffff);
            int spanLog2 = SpanLog2(start, memory.LengthBytes);
            IEnumerable<int> good = new[] { 4, 12, 14, 18 }.Where(log2 => Says(log2, start, ranges));

            PageSize? best = BestBlock.Of(memory, Sizes(4, 12, 14, 18), start);

            return best is null
                ? !good.Any()
                : good.Contains(best.Value.Log2)
                    && good.All(log2 => log2 <= best.Value.Log2 || best.Value.Log2 >= spanLog2);
        });

    [Fact]
    public void A_region_that_passes_the_last_address_has_no_block() =>
        Assert.Null(BestBlock.Of(RangeLists.StorageOf([Bytes(0x1000, 0x2000)]), Sizes(12), ulong.MaxValue - 0xfff));

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

    private static ulong Sizes(params IEnumerable<int> log2s) =>
        log2s.Aggregate(0UL, (all, log2) => all | (1UL << log2));

    private static int SpanLog2(ulong start, ulong lengthBytes) =>
        64 - System.Numerics.BitOperations.LeadingZeroCount(start ^ (start + lengthBytes - 1));

    /// <summary>Whether each byte lies as far into its block as the device believes, and no block is in two
    /// places.</summary>
    private static bool Says(int log2, ulong start, List<CpuRange> ranges)
    {
        Dictionary<ulong, ulong> places = [];
        foreach (CpuRange range in ranges)
        {
            ulong lastStart = start + range.LengthBytes - 1;
            bool agrees = ((range.Phyr.Start.Value ^ start) & ((1UL << log2) - 1)) == 0
                && Place(places, start >> log2, range.Phyr.Start.Value >> log2)
                && Place(places, lastStart >> log2, range.Phyr.Last.Value >> log2);
            if (!agrees)
            {
                return false;
            }

            start += range.LengthBytes;
        }

        return true;
    }

    private static bool Place(Dictionary<ulong, ulong> places, ulong block, ulong place) =>
        places.TryAdd(block, place) || places[block] == place;

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
