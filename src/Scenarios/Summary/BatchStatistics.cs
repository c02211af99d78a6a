using PhyrActors.Model;

namespace PhyrActors.Scenarios;

/// <summary>What sharing invalidations saves and costs, for new entries and for those that went.</summary>
internal sealed class BatchStatistics
{
    private readonly Dictionary<(int Domain, long Batch), List<(FlushSide Side, long AskedNanoseconds)>> _open = [];
    private readonly Dictionary<(int Domain, long Batch), long> _submitted = [];
    private readonly Side _map = new();
    private readonly Side _unmap = new();

    public static IReadOnlyList<Type> Listens { get; } =
        [typeof(InvalidationRequested), typeof(InvalidationSubmitted), typeof(InvalidationCompleted)];

    public BatchSide Map => _map.Summary;

    public BatchSide Unmap => _unmap.Summary;

    public void Count(object @event, long timeNanoseconds)
    {
        switch (@event)
        {
            case InvalidationRequested asked:
                Ask(asked, timeNanoseconds);
                break;
            case InvalidationSubmitted submitted:
                Submit(submitted, timeNanoseconds);
                break;
            case InvalidationCompleted completed when _submitted.Remove(
                (completed.Domain, completed.Batch), out long since):
                Complete(completed, timeNanoseconds - since);
                break;
        }
    }

    private void Ask(InvalidationRequested asked, long timeNanoseconds)
    {
        if (!_open.TryGetValue((asked.Domain, asked.Batch), out List<(FlushSide, long)>? members))
        {
            _open.Add((asked.Domain, asked.Batch), members = []);
        }

        members.Add((asked.Side, timeNanoseconds));
    }

    private void Submit(InvalidationSubmitted submitted, long timeNanoseconds)
    {
        if (!_open.Remove(
            (submitted.Domain, submitted.Batch), out List<(FlushSide Side, long AskedNanoseconds)>? members))
        {
            return;
        }

        // One that fails never completes: the next batch of its domain takes its place.
        _submitted.Remove((submitted.Domain, submitted.Batch - 1));
        _submitted[(submitted.Domain, submitted.Batch)] = timeNanoseconds;
        foreach ((FlushSide side, long asked) in members)
        {
            Of(side).Waits.Record(timeNanoseconds - asked);
        }

        _map.Batches += members.Exists(static member => member.Side == FlushSide.Map) ? 1 : 0;
        _unmap.Batches += members.Exists(static member => member.Side == FlushSide.Unmap) ? 1 : 0;
    }

    private void Complete(InvalidationCompleted completed, long tookNanoseconds)
    {
        foreach (FlushRange range in completed.Ranges.Span)
        {
            Of(range.Side).Flushes.Record(tookNanoseconds);
        }
    }

    private Side Of(FlushSide side) => side == FlushSide.Map ? _map : _unmap;

    private sealed class Side
    {
        public LatencyHistogram Waits { get; } = new();

        public LatencyHistogram Flushes { get; } = new();

        public long Batches { get; set; }

        public BatchSide Summary => new(
            Waits.Count,
            Batches,
            new BatchLatency(Waits.Percentile(0.5), Waits.Percentile(0.99), Waits.MaxNanoseconds),
            new BatchLatency(Flushes.Percentile(0.5), Flushes.Percentile(0.99), Flushes.MaxNanoseconds));
    }
}
