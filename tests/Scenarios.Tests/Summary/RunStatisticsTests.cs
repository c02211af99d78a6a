using PhyrActors.Model;

namespace PhyrActors.Scenarios.Tests;

public sealed class RunStatisticsTests
{
    private readonly RunStatistics _statistics = new();
    private readonly History _history;

    public RunStatisticsTests() => _history = new History([_statistics]);

    [Fact]
    public void Pinned_memory_is_summed_at_its_peak()
    {
        Mapping first = new(_history, pin: 7);
        Mapping second = new(_history, pin: 8, frame: 0x400, chunks: 3);
        first.Pinned();
        second.Pinned();

        first.Ended();

        PinSummary pins = _statistics.Summary.Pins;
        Assert.Equal(
            (second.LengthBytes, first.LengthBytes + second.LengthBytes),
            (pins.PinnedBytes, pins.PeakPinnedBytes));
        Assert.Equal((2, 7, 7), (pins.Pins, pins.Folios, pins.Chunks));
    }

    [Fact]
    public void Formats_are_summed_per_pinned_gib()
    {
        Mapping mapping = new(_history);
        mapping.Pinned();

        FormatBytes bytes = _statistics.Summary.Pins.BytesPerGiB;

        double perGiB = (1UL << 30) / (double)mapping.LengthBytes;
        Assert.Equal(4 * 32 * perGiB, bytes.Scatterlist);
        Assert.Equal(4 * 16 * perGiB, bytes.BioVec);
        Assert.Equal(4 * 16 * perGiB, bytes.Phyr);
        Assert.Equal(PackedFormat.Bytes(mapping.Range) * perGiB, bytes.Packed);
        Assert.Equal(mapping.Range.BytesHeld * perGiB, bytes.Compressed);
    }

    [Fact]
    [Trait("row", "P5")]
    public void What_pins_hold_counts_for_as_long_as_they_hold_it()
    {
        RangeCpu whole = RangeOf(FrameBlock.Holding(new Pfn(0x200), 9));
        RangeCpu parts = RangeOf(new FrameBlock(new Pfn(8), 0), new FrameBlock(new Pfn(2), 0));
        _history.At(1, 1_000_000_000, new RangePinned(7, default, whole));
        _history.At(1, 2_000_000_000, new RangePinned(8, default, parts));
        _history.At(1, 5_000_000_000, new RangeUnpinned(8, parts.LengthBytes));

        _history.At(1, 6_500_000_000, new RangeUnpinned(9, 0));

        HeldSummary held = _statistics.Summary.Pins.Held;
        Assert.Equal((whole.LengthBytes * 5.5) + (parts.LengthBytes * 3.0), held.PinnedByteSeconds);
        Assert.Equal((1 * 5.5) + (2 * 3), held.ChunkSeconds);
        Assert.Equal(32 * ((1 * 5.5) + (2 * 3)), held.FormatByteSeconds.Scatterlist);
        Assert.Equal(
            (CompressedFormat.Bytes(whole) * 5.5) + (CompressedFormat.Bytes(parts) * 3.0),
            held.FormatByteSeconds.Compressed);
    }

    [Fact]
    public void A_run_that_held_nothing_has_no_mean()
    {
        HeldSummary held = _statistics.Summary.Pins.Held;

        Assert.Equal(0, held.ChunksPerGiB);
        Assert.Equal(default, held.BytesPerGiB);
    }

    private static RangeCpu RangeOf(params ReadOnlySpan<FrameBlock> blocks)
    {
        RangeCpuBuilder builder = new();
        foreach (FrameBlock block in blocks)
        {
            builder.Append(block.Head, block.Frames, block);
        }

        return builder.Build();
    }

    [Fact]
    public void A_folio_that_two_batches_of_a_pin_share_counts_once()
    {
        FrameBlock folio = FrameBlock.Holding(new Pfn(0x200), 9);
        _history.At(1, new FramesPinned(7, new PinnedRun[] { new(new Pfn(0x200), 100, folio) }));
        _history.At(1, new FramesPinned(7, new PinnedRun[] { new(new Pfn(0x264), 412, folio) }));
        RangeCpuBuilder builder = new();
        builder.Append(folio.Head, folio.Frames, folio);

        _history.At(1, new RangePinned(7, default, builder.Build()));

        Assert.Equal(1, _statistics.Summary.Pins.Folios);
    }

    [Fact]
    public void A_folio_that_is_dropped_and_pinned_again_counts_once()
    {
        FrameBlock folio = FrameBlock.Holding(new Pfn(0x200), 9);
        PinnedRun[] runs = [new(new Pfn(0x200), 512, folio)];
        _history.At(1, new FramesPinned(7, runs));
        _history.At(1, new FramesDropped(7, runs));
        _history.At(1, new FramesPinned(7, runs));
        RangeCpuBuilder builder = new();
        builder.Append(folio.Head, folio.Frames, folio);

        _history.At(1, new RangePinned(7, default, builder.Build()));

        Assert.Equal(1, _statistics.Summary.Pins.Folios);
    }

    [Fact]
    public void Links_syncs_and_invalidations_are_counted_by_side()
    {
        Mapping mapping = new(_history);
        mapping.Written(0, 3);
        mapping.Written(3, 1);
        _history.At(1, new SyncRequested(Mapping.Domain, mapping.Iova, mapping.LengthBytes));
        mapping.Invalidated(mapping.Window, FlushSide.Map);
        mapping.Cleared();
        mapping.Invalidated();
        InvalidationDescriptor pages = InvalidationDescriptor.Pages(
            Mapping.Domain, mapping.Iova, 16, InvalidationHint.LeafOnly);
        _history.At(1, new InvalidationExecuted(0, pages));
        _history.At(1, new InvalidationExecuted(0, InvalidationDescriptor.WholeDomain(Mapping.Domain)));
        _history.At(1, new InvalidationExecuted(0, InvalidationDescriptor.WaitFor(0)));

        MapSummary maps = _statistics.Summary.Maps;

        Assert.Equal(new MapSummary(4, 2, 1, 2, 1, 1, 2, 16) { Map = default, Unmap = default }, maps);
        Assert.Equal(1.0, maps.RangesPerBatch);
    }

    /// <summary>Two requests of the unmap side and one of the map side share a batch; another batch fails.</summary>
    [Fact]
    public void What_a_batch_saves_and_costs_is_counted_by_side()
    {
        FlushRange map = new(new IovaRange(new Iova(0x1000), 0x1000), FlushSide.Map);
        FlushRange unmap = map with { Side = FlushSide.Unmap };
        Ask(100, 1, FlushSide.Unmap);
        Ask(110, 1, FlushSide.Map);
        Ask(120, 1, FlushSide.Unmap);
        _history.At(1, 130, new InvalidationSubmitted(1, 1, (FlushRange[])[unmap, map, unmap]));
        Ask(140, 2, FlushSide.Map);
        _history.At(1, 180, new InvalidationCompleted(1, 1, (FlushRange[])[unmap, map, unmap]));
        _history.At(1, 190, new InvalidationSubmitted(1, 2, (FlushRange[])[map]));

        MapSummary maps = _statistics.Summary.Maps;

        Assert.Equal((2L, 2L, 1.0), (maps.Map.Requests, maps.Map.Batches, maps.Map.RangesPerBatch));
        Assert.Equal((2L, 1L, 2.0), (maps.Unmap.Requests, maps.Unmap.Batches, maps.Unmap.RangesPerBatch));
        Assert.Equal((50L, 30L), (maps.Map.Wait.Max, maps.Unmap.Wait.Max));
        Assert.Equal((50L, 50L), (maps.Map.Flush.Max, maps.Unmap.Flush.Max));
    }

    private void Ask(long timeNanoseconds, long batch, FlushSide side) =>
        _history.At(1, timeNanoseconds, new InvalidationRequested(1, batch, side));

    [Fact]
    public void Accesses_are_counted_with_their_hits()
    {
        Mapping mapping = new(_history);
        for (int i = 0; i < 3; i++)
        {
            mapping.Translated(0);
        }

        _history.At(1, new AccessTranslated(1, mapping.Iova, default, 64, Write: false, FromCache: true));
        mapping.Landed(0);
        _history.At(1, new TableWalked(1, mapping.Iova, 4, Found: true));
        _history.At(1, new AccessFaulted(1, mapping.Iova, Write: true));
        _history.At(1, new PeerMappingRefused(1, 2, Errno.EREMOTEIO));

        AccessSummary accesses = _statistics.Summary.Accesses;

        Assert.Equal(
            (1, 4, 1, 0.25),
            (accesses.Accesses, accesses.Translations, accesses.Walks, accesses.IotlbHitRate));
        Assert.Equal((1, 1), (accesses.Faults, accesses.PeerRefused));
    }

    [Fact]
    public void Operations_are_timed_from_post_to_completion()
    {
        _history.At(1, 1000, new OperationPosted(1, Write: true, Peer: false));
        _history.At(1, 2000, new OperationPosted(2, Write: true, Peer: true));
        _history.At(1, 3000, new OperationPosted(3, Write: false, Peer: false));
        _history.At(1, 2010, new OperationCompleted(2, Errno.None));
        _history.At(1, 2020, new OperationCompleted(1, Errno.EIO));

        AccessSummary accesses = _statistics.Summary.Accesses;

        Assert.Equal(new OperationCounts(3, 1, 1), accesses.Operations);
        Assert.Equal((1, 10L, 1020L), (accesses.PeerOperations, accesses.Latency.P50, accesses.Latency.Max));
    }

    [Fact]
    public void Forks_and_migrations_are_counted_by_their_end()
    {
        _history.At(1, new ForkEnded(0, 512, 10, Errno.None));
        _history.At(1, new ForkEnded(0, 3, 0, Errno.ENOMEM));
        _history.At(1, new MigrationEnded(new Pfn(1), Pinned: false, Errno.None));
        _history.At(1, new MigrationEnded(new Pfn(1), Pinned: true, Errno.EAGAIN));
        _history.At(1, new MigrationEnded(new Pfn(2), Pinned: true, Errno.EAGAIN));

        MemorySummary memory = _statistics.Summary.Memory;

        Assert.Equal(new MemorySummary(1, 1, 515, 1, 2), memory);
    }

    [Fact]
    public void A_run_without_events_is_all_zeroes()
    {
        RunSummary summary = _statistics.Summary;

        Assert.Equal((0.0, 0.0), (summary.Accesses.IotlbHitRate, summary.Maps.RangesPerBatch));
        Assert.Equal(default, summary.Pins.BytesPerGiB);
    }
}
