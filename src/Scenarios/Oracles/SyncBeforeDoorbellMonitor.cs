using PhyrActors.Exploration;
using PhyrActors.Model;

namespace PhyrActors.Scenarios;

/// <summary>I-12, judged when a device is told of an address.</summary>
/// <param name="reach">Stands before this in the list of monitors.</param>
internal sealed class SyncBeforeDoorbellMonitor(Reach reach) : IOracle
{
    private readonly List<ReachWindow> _windows = [];
    private readonly List<IovaRange> _synced = [];

    public string Invariant => SyncBeforeDoorbell.Id;

    public InvariantKind Kind => InvariantKind.Ordered;

    public IReadOnlyList<Type> Listens { get; } = [typeof(AddressPosted)];

    public void On(object @event, in Stamp stamp, IFindings findings)
    {
        if (@event is not AddressPosted { Domain: >= 0 } posted)
        {
            return;
        }

        ulong end = Pages.End(posted.Start, posted.LengthBytes);
        _windows.Clear();
        _synced.Clear();
        reach.DomainOf(posted.Domain).AddOverlapping(Pages.First(posted.Start), end, _windows);
        foreach (ReachWindow window in _windows)
        {
            window.AddSyncedTo(_synced, stamp);
        }

        IovaRange range = new(posted.Start, posted.LengthBytes);
        findings.Report(SyncBeforeDoorbell.OfPost(posted.Domain, range, _synced));
    }

    public void AtQuiescence(IFindings findings)
    {
    }
}
