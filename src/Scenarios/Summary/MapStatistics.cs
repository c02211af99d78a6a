using PhyrActors.Model;

namespace PhyrActors.Scenarios;

/// <summary>Counts links, syncs and invalidations.</summary>
internal sealed class MapStatistics
{
    private readonly BatchStatistics _batches = new();
    private long _links;
    private long _linkBatches;
    private long _syncRequests;
    private long _syncBatches;
    private long _mapRanges;
    private long _unmapRanges;
    private long _invalidations;
    private long _pages;
    private long _windows;

    public static IReadOnlyList<Type> Listens { get; } =
    [
        typeof(EntriesWritten), typeof(EntriesCleared), typeof(SyncRequested), typeof(InvalidationSubmitted),
        typeof(InvalidationExecuted), typeof(IovaAllocated), typeof(IovaFreed), .. BatchStatistics.Listens,
    ];

    public MapSummary Summary => new(
        _links, _linkBatches, _syncRequests, _syncBatches, _mapRanges, _unmapRanges, _invalidations, _pages)
    {
        Map = _batches.Map,
        Unmap = _batches.Unmap,
        LiveWindows = _windows,
    };

    public bool TryCount(object @event, long timeNanoseconds)
    {
        _batches.Count(@event, timeNanoseconds);
        switch (@event)
        {
            case EntriesWritten written:
                _links += written.Chunks;
                _linkBatches++;
                _pages += (long)Pages.Count(written.Start, written.LengthBytes);
                return true;
            case EntriesCleared cleared:
                _pages += (long)Pages.Count(cleared.Start, cleared.LengthBytes);
                return true;
            case SyncRequested:
                _syncRequests++;
                return true;
            case InvalidationSubmitted submitted:
                _syncBatches++;
                CountRanges(submitted.Ranges.Span);
                return true;
            case InvalidationExecuted executed:
                _invalidations += executed.Descriptor.Kind == InvalidationKind.Wait ? 0 : 1;
                return true;
            case IovaAllocated:
                _windows++;
                return true;
            case IovaFreed:
                _windows--;
                return true;
            default:
                return false;
        }
    }

    private void CountRanges(ReadOnlySpan<FlushRange> ranges)
    {
        int mapped = 0;
        foreach (FlushRange range in ranges)
        {
            mapped += range.Side == FlushSide.Map ? 1 : 0;
        }

        _mapRanges += mapped;
        _unmapRanges += ranges.Length - mapped;
    }
}
