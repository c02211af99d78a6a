using PhyrActors.Exploration;
using PhyrActors.Model;

namespace PhyrActors.Scenarios;

/// <summary>I-33, judged when a submission ends, when a batch is complete, and when its ranges are used
/// again.</summary>
internal sealed class AbortImpliesRetryMonitor : IOracle
{
    private readonly HashSet<(int Unit, long Submission)> _aborted = [];
    private readonly Dictionary<(int Domain, long Batch), ReadOnlyMemory<FlushRange>> _submitted = [];
    private readonly Dictionary<(int Domain, long Batch), Errno> _failed = [];
    private readonly List<(int Domain, FlushRange Flush)> _failedRanges = [];

    public string Invariant => AbortImpliesRetry.Id;

    public InvariantKind Kind => InvariantKind.Local;

    public IReadOnlyList<Type> Listens { get; } =
    [
        typeof(SubmissionAborted), typeof(SubmissionEnded), typeof(InvalidationSubmitted), typeof(FlushFailed),
        typeof(InvalidationCompleted), typeof(IovaFreed), typeof(RangeSynced),
    ];

    public void On(object @event, in Stamp stamp, IFindings findings)
    {
        switch (@event)
        {
            case SubmissionAborted aborted:
                _aborted.Add((aborted.Unit, aborted.Submission));
                break;
            case SubmissionEnded ended:
                bool wasAborted = _aborted.Remove((ended.Unit, ended.Submission));
                findings.Report(AbortImpliesRetry.OfSubmission(
                    ended.Unit, ended.Submission, wasAborted, ended.Errno));
                break;
            case InvalidationSubmitted submitted:
                _submitted[(submitted.Domain, submitted.Batch)] = submitted.Ranges;
                break;
            case FlushFailed failed:
                Fail(failed);
                break;
            case InvalidationCompleted completed:
                Complete(completed, findings);
                break;
            case IovaFreed freed:
                Judge(freed.Domain, new IovaRange(freed.Start, freed.LengthBytes), freed: true, findings);
                break;
            case RangeSynced synced:
                Judge(synced.Domain, new IovaRange(synced.Start, synced.LengthBytes), freed: false, findings);
                break;
        }
    }

    public void AtQuiescence(IFindings findings)
    {
    }

    private void Fail(FlushFailed failed)
    {
        (int Domain, long Batch) batch = (failed.Domain, failed.Batch);
        _failed[batch] = failed.Errno;
        if (_submitted.TryGetValue(batch, out ReadOnlyMemory<FlushRange> ranges))
        {
            foreach (FlushRange flush in ranges.Span)
            {
                _failedRanges.Add((failed.Domain, flush));
            }
        }
    }

    private void Complete(InvalidationCompleted completed, IFindings findings)
    {
        (int Domain, long Batch) batch = (completed.Domain, completed.Batch);
        _submitted.Remove(batch);
        if (_failed.Remove(batch, out Errno errno))
        {
            findings.Report(AbortImpliesRetry.OfBatch(completed.Domain, completed.Batch, errno));
            return;
        }

        foreach (FlushRange flush in completed.Ranges.Span)
        {
            _failedRanges.RemoveAll(failed => failed.Domain == completed.Domain
                && IsWithin(failed.Flush.Range, flush.Range));
        }
    }

    private void Judge(int domain, IovaRange range, bool freed, IFindings findings)
    {
        if (_failedRanges.Exists(failed => failed.Domain == domain && Concerns(failed.Flush, range, freed)))
        {
            findings.Report(AbortImpliesRetry.OfRange(domain, range, freed));
        }
    }

    /// <summary>A flush of the whole domain, which a flush queue asks for, is about windows that wait to be freed. It
    /// says nothing of one that is synced meanwhile.</summary>
    private static bool Concerns(FlushRange failed, IovaRange range, bool freed) =>
        freed || failed.Side == FlushSide.Map
            ? failed.Range.Start <= range.Last && range.Start <= failed.Range.Last
            : IsWithin(failed.Range, range);

    private static bool IsWithin(IovaRange inner, IovaRange outer) =>
        outer.Start <= inner.Start && inner.Last <= outer.Last;
}
