using PhyrActors.Model;

namespace PhyrActors.Scenarios.Tests;

/// <summary>Events in the life of one mapping of a pin, and who publishes them.</summary>
internal sealed class Mapping(
    History history, long pin = 7, ulong iova = 0x100_0000, ulong frame = 0x200, int chunks = 4)
{
    public const int Domain = 1;

    public const int Pinner = 1;
    public const int Folios = 2;
    public const int DomainActor = 3;
    public const int Table = 4;
    public const int Unit = 5;
    public const int Memory = 6;
    public const int Driver = 7;

    /// <summary>An actor that knows of nothing.</summary>
    public const int Stranger = 20;

    private const ulong ChunkBytes = 2 * Pfn.FrameSizeBytes;

    private static long s_batches;

    public RangeCpu Range { get; } = RangeOf(frame, chunks);

    public int Chunks => chunks;

    public Iova Iova => new(iova);

    public ulong LengthBytes => (ulong)chunks * ChunkBytes;

    public IovaRange Window => new(Iova, LengthBytes);

    public Step Allocated(params ReadOnlySpan<Step> after) =>
        history.At(DomainActor, new IovaAllocated(Domain, Iova, LengthBytes), after);

    public Step Pinned(params ReadOnlySpan<Step> after)
    {
        PinnedRun[] runs = new PinnedRun[chunks];
        for (int i = 0; i < chunks; i++)
        {
            Pfn first = new(frame + (4 * (ulong)i));
            runs[i] = new PinnedRun(first, 2, FrameBlock.Holding(first, 1));
        }

        history.At(Folios, new FramesPinned(pin, runs));
        return history.At(Pinner, new RangePinned(pin, default, Range), after);
    }

    public Step Written(params ReadOnlySpan<Step> after) => Written(0, chunks, after);

    public Step Written(int first, int count, params ReadOnlySpan<Step> after) => history.At(
        Table, new EntriesWritten(Domain, Of(first), (ulong)count * ChunkBytes, pin, Range, first, count), after);

    public Step Synced(params ReadOnlySpan<Step> after) => Synced(DomainActor, 0, chunks, after);

    public Step Synced(int actor, int first, int count, params ReadOnlySpan<Step> after) =>
        history.At(actor, new RangeSynced(Domain, Of(first), (ulong)count * ChunkBytes), after);

    public Step Posted(params ReadOnlySpan<Step> after) => Posted(Driver, after);

    public Step Posted(int actor, params ReadOnlySpan<Step> after) =>
        history.At(actor, new AddressPosted(9, Domain, Iova, LengthBytes), after);

    public Step Translated(int chunk, params ReadOnlySpan<Step> after) => history.At(
        Unit, new AccessTranslated(Domain, Of(chunk), PhysOf(chunk), 64, Write: true, FromCache: false), after);

    public Step Landed(int chunk, params ReadOnlySpan<Step> after) => history.At(
        Memory, new AccessLanded(9, Domain, Of(chunk), PhysOf(chunk), 64, Write: true), after);

    public Step Cleared(params ReadOnlySpan<Step> after) => Cleared(0, chunks, after);

    public Step Cleared(int first, int count, params ReadOnlySpan<Step> after) =>
        history.At(Table, new EntriesCleared(Domain, Of(first), (ulong)count * ChunkBytes, 0), after);

    /// <summary>Submits and completes an invalidation at the domain.</summary>
    public Step Invalidated(params ReadOnlySpan<Step> after) => Invalidated(Window, FlushSide.Unmap, after);

    public Step Invalidated(IovaRange range, FlushSide side, params ReadOnlySpan<Step> after) =>
        Completed(Submitted(DomainActor, range, side, out long batch, after), DomainActor, batch);

    public Step Submitted(
        int actor, IovaRange range, FlushSide side, out long batch, params ReadOnlySpan<Step> after)
    {
        batch = ++s_batches;
        FlushRange[] ranges = [new FlushRange(range, side)];
        return history.At(actor, new InvalidationSubmitted(Domain, batch, ranges), after);
    }

    public Step Completed(Step submitted, int actor, long batch, params ReadOnlySpan<Step> after)
    {
        InvalidationCompleted completed = new(Domain, batch, default);
        return history.At(actor, completed, [submitted, .. after]);
    }

    public Step Freed(params ReadOnlySpan<Step> after) => FreedAt(DomainActor, after);

    public Step FreedAt(int actor, params ReadOnlySpan<Step> after) =>
        history.At(actor, new IovaFreed(Domain, Iova, LengthBytes), after);

    public Step Unpinned(params ReadOnlySpan<Step> after) => Unpinned(Folios, 0, chunks, after);

    public Step Unpinned(int actor, int first, int count, params ReadOnlySpan<Step> after) =>
        history.At(actor, new FramesUnpinned(pin, Range, first, count, Dirty: true), after);

    public Step Ended(params ReadOnlySpan<Step> after) =>
        history.At(Pinner, new RangeUnpinned(pin, LengthBytes), after);

    /// <summary>From the pin to a posted address, in the right order.</summary>
    public Step SetUp(params ReadOnlySpan<Step> after)
    {
        Step allocated = Allocated(Pinned(after));
        return Posted(Synced(Written(allocated)));
    }

    /// <summary>From clearing to the end of the pin, in the right order.</summary>
    public Step TearDown(params ReadOnlySpan<Step> after)
    {
        Step unpinned = Unpinned(Freed(Invalidated(Cleared(after))));
        return Ended(unpinned);
    }

    /// <summary>The device has forgotten the address.</summary>
    public Step Revoked(params ReadOnlySpan<Step> after) =>
        history.At(Driver, new AddressRevoked(9, Domain, Iova, LengthBytes), after);

    public IovaRange RangeOfChunks(int first, int count) => new(Of(first), (ulong)count * ChunkBytes);

    /// <summary>Each chunk is a folio of two frames with two frames of somebody else behind it.</summary>
    private static RangeCpu RangeOf(ulong frame, int chunks)
    {
        RangeCpuBuilder builder = new();
        for (int i = 0; i < chunks; i++)
        {
            Pfn head = new(frame + (4 * (ulong)i));
            builder.Append(head, 2, FrameBlock.Holding(head, 1));
        }

        return builder.Build();
    }

    private Iova Of(int chunk) => Iova + ((ulong)chunk * ChunkBytes);

    private PhysAddr PhysOf(int chunk) => Range[chunk].Start;
}
