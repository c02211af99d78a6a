using PhyrActors.Exploration;
using PhyrActors.Model;

namespace PhyrActors.Scenarios;

/// <summary>I-1, judged at every landing, at every write of entries and at every release of frames.</summary>
/// <param name="reach">Stands before this in the list of monitors.</param>
/// <param name="ram">Memory that a device may touch through a domain only while it is kept; nothing is asked of
/// what lands elsewhere.</param>
internal sealed class PinCoversReachMonitor(Reach reach, IReadOnlyList<Phyr> ram) : IOracle
{
    public string Invariant => PinCoversReach.Id;

    public InvariantKind Kind => InvariantKind.Ordered;

    public IReadOnlyList<Type> Listens { get; } =
        [typeof(AccessLanded), typeof(EntriesWritten), typeof(FramesUnpinned), typeof(NotifierPageReleased)];

    public void On(object @event, in Stamp stamp, IFindings findings)
    {
        switch (@event)
        {
            case AccessLanded landed when landed.Domain >= 0:
                OnLanded(landed, findings);
                break;
            case EntriesWritten written when written.Keeper >= 0 && reach.Written is { } window:
                OnWritten(written, window, findings);
                break;
            case FramesUnpinned unpinned when reach.PinOf(unpinned.Pin) is { } pin:
                OnUnpinned(pin, unpinned.FirstChunk, unpinned.Chunks, stamp, findings);
                break;
            case NotifierPageReleased released when reach.PinOf(released.Keeper) is { } page:
                OnUnpinned(page, 0, released.Range.ChunkCount, stamp, findings);
                break;
        }
    }

    public void AtQuiescence(IFindings findings)
    {
    }

    private void OnLanded(AccessLanded landed, IFindings findings)
    {
        // Nothing leads anywhere in such a domain: what a device may reach is an alias of a pin's list.
        if (reach.DomainOf(landed.Domain).Type == DomainType.Passthrough)
        {
            return;
        }

        ReachWindow? window = reach.Last.Window;
        if (window is not null && IsExposed(window, Pages.First(landed.Iova)))
        {
            return;
        }

        KeeperState keeper = window is null ? KeeperState.Absent : StateOf(window, reach.Last);
        if (keeper == KeeperState.GivenBack || (keeper == KeeperState.Absent && IsRam(landed.Phys)))
        {
            long pin = window is null ? -1 : window.Keeper;
            findings.Report(PinCoversReach.OfLanding(landed.Domain, landed.Iova, landed.Phys, pin, keeper));
        }
    }

    /// <summary>Unmapped in a lazy domain and not flushed: counted elsewhere.</summary>
    private bool IsExposed(ReachWindow window, ulong page) =>
        reach.DomainOf(window.Domain).IsLazy && window.IsCleared(page) && !window.IsRemoved(page);

    /// <summary>Keepers below 0 are no pins: the kernel's own memory is always held.</summary>
    private static KeeperState StateOf(ReachWindow window, Reach.Access access) =>
        window.Keeper < 0 ? KeeperState.Held
        : window.IsFinished ? KeeperState.GivenBack
        : window.Pin is { } pin
            ? pin.StateOf(window.FirstChunk + access.FirstChunk, window.FirstChunk + access.EndChunk)
        : KeeperState.Absent;

    private void OnWritten(EntriesWritten written, ReachWindow window, IFindings findings)
    {
        KeeperState keeper = window.Pin?.StateOf(written.FirstChunk, written.FirstChunk + written.Chunks)
            ?? KeeperState.Absent;
        if (keeper != KeeperState.Absent || IsRam(written.Range[written.FirstChunk].Start))
        {
            IovaRange range = new(written.Start, written.LengthBytes);
            findings.Report(PinCoversReach.OfEntries(written.Domain, range, written.Keeper, keeper));
        }
    }

    private void OnUnpinned(ReachPin pin, int firstChunk, int chunks, in Stamp stamp, IFindings findings)
    {
        foreach (ReachWindow window in pin.Windows)
        {
            int first = Math.Max(firstChunk - window.FirstChunk, 0);
            int end = Math.Min(firstChunk + chunks - window.FirstChunk, window.Chunks);
            if (first >= end || window.IsFinished)
            {
                continue;
            }

            (ulong firstPage, ulong endPage) = window.PagesOf(first, end);
            RemovalStep step = window.StepIn(firstPage, endPage, stamp, out IovaRange worst, out Epoch missing);
            if (step >= RemovalStep.Cleared && reach.DomainOf(window.Domain).IsLazy)
            {
                continue;
            }

            findings.Report(PinCoversReach.OfUnpin(pin.Id, window.Domain, worst, step), missing);
            Epoch landing = window.Landed?.MissingIn(stamp, first, end) ?? default;
            IovaRange range = Pages.Range(firstPage, endPage);
            findings.Report(PinCoversReach.OfUnpin(pin.Id, window.Domain, range, landing.Index == 0), landing);
        }
    }

    private bool IsRam(PhysAddr phys)
    {
        for (int i = 0; i < ram.Count; i++)
        {
            if (ram[i].Contains(phys))
            {
                return true;
            }
        }

        return false;
    }
}
