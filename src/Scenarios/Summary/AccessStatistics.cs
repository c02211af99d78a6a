using PhyrActors.Model;

namespace PhyrActors.Scenarios;

/// <summary>Counts accesses and operations, and how long operations take.</summary>
internal sealed class AccessStatistics
{
    private readonly Dictionary<long, long> _postedAt = [];
    private readonly LatencyHistogram _latency = new();
    private long _landed;
    private long _translated;
    private long _fromCache;
    private long _walks;
    private long _faults;
    private long _posted;
    private long _completed;
    private long _failed;
    private long _peerOperations;
    private long _peerRefused;

    public static IReadOnlyList<Type> Listens { get; } =
    [
        typeof(AccessTranslated), typeof(AccessLanded), typeof(TableWalked), typeof(AccessFaulted),
        typeof(OperationPosted), typeof(OperationCompleted), typeof(PeerMappingRefused),
    ];

    public AccessSummary Summary => new(
        _landed,
        _translated,
        _walks,
        _translated == 0 ? 0 : (double)_fromCache / _translated,
        _faults,
        new OperationCounts(_posted, _completed, _failed),
        _peerOperations,
        _peerRefused,
        new LatencyPercentiles(
            _latency.Percentile(0.5),
            _latency.Percentile(0.9),
            _latency.Percentile(0.99),
            _latency.Percentile(0.999),
            _latency.MaxNanoseconds));

    public bool TryCount(object @event, long timeNanoseconds)
    {
        switch (@event)
        {
            case AccessTranslated translated:
                _translated++;
                _fromCache += translated.FromCache ? 1 : 0;
                return true;
            case AccessLanded:
                _landed++;
                return true;
            case TableWalked:
                _walks++;
                return true;
            case OperationPosted posted:
                _posted++;
                _peerOperations += posted.Peer ? 1 : 0;
                _postedAt[posted.Operation] = timeNanoseconds;
                return true;
            case OperationCompleted completed:
                OnCompleted(completed, timeNanoseconds);
                return true;
            case AccessFaulted:
                _faults++;
                return true;
            case PeerMappingRefused:
                _peerRefused++;
                return true;
            default:
                return false;
        }
    }

    /// <summary>An operation that failed counts in latency too: its driver waited.</summary>
    private void OnCompleted(OperationCompleted completed, long timeNanoseconds)
    {
        _completed += completed.Errno == Errno.None ? 1 : 0;
        _failed += completed.Errno == Errno.None ? 0 : 1;
        if (_postedAt.Remove(completed.Operation, out long postedAt))
        {
            _latency.Record(Math.Max(0, timeNanoseconds - postedAt));
        }
    }
}
