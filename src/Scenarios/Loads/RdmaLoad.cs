using PhyrActors.Model;

namespace PhyrActors.Scenarios;

/// <summary>What the application does with its memory.</summary>
/// <param name="Start">Where its memory begins.</param>
/// <param name="Regions">How many regions it registers, one after the other in memory.</param>
/// <param name="RegionBytes">The length of each.</param>
/// <param name="Contexts">Verbs contexts that register at once.</param>
/// <param name="QueuePairs">Queue pairs.</param>
/// <param name="OperationInterval">Time between two operations of a queue pair; zero for no operations.</param>
/// <param name="OperationBytes">Bytes of an operation.</param>
/// <param name="Zipf">Exponent of the choice of regions.</param>
/// <param name="PeerIntervals">Time between operations to each peer; zero for none.</param>
/// <param name="PeerBytes">Bytes of such an operation.</param>
/// <param name="ChurnInterval">Time between two regions given up and registered again; zero for none.</param>
/// <param name="Duration">How long all this goes on once everything is registered.</param>
public sealed record RdmaLoad(
    VirtAddr Start,
    int Regions,
    ulong RegionBytes,
    int Contexts,
    int QueuePairs,
    TimeSpan OperationInterval,
    ulong OperationBytes,
    double Zipf,
    IReadOnlyList<TimeSpan> PeerIntervals,
    ulong PeerBytes,
    TimeSpan ChurnInterval,
    TimeSpan Duration)
{
    /// <summary>Into how many parts operations are shared out.</summary>
    public const int WritesWhole = 1024;

    /// <summary>How many parts of <see cref="WritesWhole"/> are writes of the device.</summary>
    public int Writes { get; init; } = WritesWhole / 2;
}
