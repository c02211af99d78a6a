using PhyrActors.Exploration;
using PhyrActors.Model;

namespace PhyrActors.Scenarios;

/// <summary>Counts what a run does; finds nothing.</summary>
public sealed class RunStatistics : IMonitor
{
    private readonly PinStatistics _pins = new();
    private readonly MapStatistics _maps = new();
    private readonly AccessStatistics _accesses = new();
    private readonly ExposureStatistics _exposure = new();
    private readonly FaultStatistics _faults = new();
    private long _forks;
    private long _forksFailed;
    private ulong _cowCopies;
    private long _migrations;
    private long _migrationsRefused;
    private long _orphanedFolios;

    public string Invariant => "statistics";

    public IReadOnlyList<Type> Listens { get; } =
    [
        .. new HashSet<Type>([
            typeof(ForkEnded), typeof(MigrationEnded), typeof(FolioTruncated),
            .. PinStatistics.Listens, .. MapStatistics.Listens,
            .. AccessStatistics.Listens, .. ExposureStatistics.Listens, .. FaultStatistics.Listens,
        ]),
    ];

    /// <summary>The figures so far.</summary>
    public RunSummary Summary => new()
    {
        Pins = _pins.Summary,
        Maps = _maps.Summary,
        Accesses = _accesses.Summary,
        Exposure = _exposure.Summary,
        Faults = _faults.Summary,
        Memory = new MemorySummary(_forks, _forksFailed, _cowCopies, _migrations, _migrationsRefused)
        {
            OrphanedFolios = _orphanedFolios,
        },
    };

    public void On(object @event, in Stamp stamp, IFindings findings)
    {
        _exposure.Count(@event, stamp.TimeNanoseconds);
        _pins.Pass(stamp.TimeNanoseconds);
        if (_accesses.TryCount(@event, stamp.TimeNanoseconds)
            || _maps.TryCount(@event, stamp.TimeNanoseconds)
            || _pins.TryCount(@event)
            || _faults.TryCount(@event))
        {
            return;
        }

        switch (@event)
        {
            case ForkEnded fork:
                _forks += fork.Errno == Errno.None ? 1 : 0;
                _forksFailed += fork.Errno == Errno.None ? 0 : 1;
                _cowCopies += fork.CopiedPages;
                break;
            case FolioTruncated truncated:
                _orphanedFolios += truncated.Pinned ? 1 : 0;
                break;
            case MigrationEnded migration:
                _migrations += migration.Errno == Errno.None ? 1 : 0;
                _migrationsRefused += migration.Errno == Errno.None ? 0 : 1;
                break;
        }
    }

    public void AtQuiescence(IFindings findings)
    {
    }
}
