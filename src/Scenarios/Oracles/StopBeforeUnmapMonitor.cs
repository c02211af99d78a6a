using PhyrActors.Exploration;
using PhyrActors.Model;

namespace PhyrActors.Scenarios;

/// <summary>I-36, judged when entries are cleared.</summary>
internal sealed class StopBeforeUnmapMonitor : IOracle
{
    private readonly SortedList<(int Domain, Iova Start), Told> _told = [];

    public string Invariant => StopBeforeUnmap.Id;

    public InvariantKind Kind => InvariantKind.Ordered;

    public IReadOnlyList<Type> Listens { get; } =
        [typeof(AddressPosted), typeof(AddressRevoked), typeof(EntriesCleared)];

    public void On(object @event, in Stamp stamp, IFindings findings)
    {
        switch (@event)
        {
            case AddressPosted posted:
                _told[(posted.Domain, posted.Start)] = new Told(posted.LengthBytes);
                break;
            case AddressRevoked revoked when _told.TryGetValue((revoked.Domain, revoked.Start), out Told? told):
                told.Stopped = stamp.Here;
                break;
            case EntriesCleared cleared:
                Judge(cleared, stamp, findings);
                break;
        }
    }

    public void AtQuiescence(IFindings findings)
    {
    }

    /// <summary>A range is judged once: its entries go in parts.</summary>
    private void Judge(EntriesCleared cleared, in Stamp stamp, IFindings findings)
    {
        Iova last = cleared.Start + (cleared.LengthBytes - 1);
        for (int i = _told.Count - 1; i >= 0; i--)
        {
            ((int domain, Iova start), Told told) = (_told.GetKeyAtIndex(i), _told.GetValueAtIndex(i));
            if (domain != cleared.Domain || start > last || start + (told.LengthBytes - 1) < cleared.Start)
            {
                continue;
            }

            _told.RemoveAt(i);
            bool isStopped = told.Stopped.Index != 0 && stamp.Follows(told.Stopped);
            findings.Report(
                StopBeforeUnmap.OfClear(domain, new IovaRange(start, told.LengthBytes), isStopped), told.Stopped);
        }
    }

    private sealed class Told(ulong lengthBytes)
    {
        public ulong LengthBytes { get; } = lengthBytes;

        /// <summary>The step in which the device confirmed; index 0 while it has not.</summary>
        public Epoch Stopped { get; set; }
    }
}
