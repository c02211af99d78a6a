using PhyrActors.Exploration;
using PhyrActors.Model;

namespace PhyrActors.Scenarios;

/// <summary>I-1, judged at every landing, at every write of entries and at every release of frames.</summary>
/// <param name="reach">Stands before this in the list of monitors.</param>
/// <param name="ram">Memory that a device may touch through a domain only while it is kept; nothing is asked of
/// what lands elsewhere.</param>
internal sealed class PinCoversReachMonitor(Reach reach, IReadOnlyList<Phyr> ram) : IOracle
{
    /// <summary>Frames that the kernel took for itself.</summary>
    private readonly HashSet<Pfn> _kernel = [];

    public string Invariant => PinCoversReach.Id;

    public InvariantKind Kind => InvariantKind.Ordered;

    public IReadOnlyList<Type> Listens { get; } =
        [
            typeof(AccessLanded), typeof(EntriesWritten), typeof(FramesUnpinned), typeof(KeeperReleased),
            typeof(NotifierPageReleased), typeof(KernelFrameTaken),
        ];

    public void On(object @event, in Stamp stamp, IFindings findings)
    {
        switch (@event)
        {
            case AccessLanded landed when landed.Domain >= 0:
                OnLanded(landed, findings);
                break;
            case EntriesWritten { Keeper: < 0 } written:
                OnWrittenForKernel(written, findings);
                break;
            case EntriesWritten written when reach.Written is { } window:
                OnWritten(written, window, findings);
                break;
            case FramesUnpinned unpinned when reach.PinOf(unpinned.Pin) is { } pin:
                OnReleased(pin, unpinned.FirstChunk, unpinned.FirstChunk + unpinned.Chunks, stamp, findings);
                break;
            case KeeperReleased released when reach.PinOf(released.Keeper) is { } keeper:
                OnReleased(keeper, 0, int.MaxValue, stamp, findings);
                break;
            case NotifierPageReleased released when reach.PinOf(released.Keeper) is { } page:
                OnReleased(page, 0, int.MaxValue, stamp, findings);
                break;
            case KernelFrameTaken taken:
                _kernel.Add(taken.Frame);
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
            findings.Report(PinCoversReach.OfLanding(
                landed.Domain, landed.Iova, landed.Phys, pin, keeper, KindOf(window)));
        }
    }

    /// <summary>Unmapped in a lazy domain and not flushed: counted elsewhere.</summary>
    private bool IsExposed(ReachWindow window, ulong page) =>
        reach.DomainOf(window.Domain).IsLazy && window.IsCleared(page) && !window.IsRemoved(page);

    /// <summary>Keepers below 0 are no pins: the kernel's own memory is always held, and what else is mapped in its
    /// name was found when it was mapped.</summary>
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
            findings.Report(PinCoversReach.OfEntries(
                written.Domain, range, written.Keeper, keeper, KindOf(window)));
        }
    }

    private void OnReleased(ReachPin pin, int firstChunk, int endChunk, in Stamp stamp, IFindings findings)
    {
        foreach (ReachWindow window in pin.Windows)
        {
            int first = Math.Max(firstChunk - window.FirstChunk, 0);
            int end = Math.Min(endChunk - window.FirstChunk, window.Chunks);
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

            findings.Report(PinCoversReach.OfRelease(pin.Id, pin.Kind, window.Domain, worst, step), missing);
            Epoch landing = window.Landed?.MissingIn(stamp, first, end) ?? default;
            IovaRange range = Pages.Range(firstPage, endPage);
            findings.Report(
                PinCoversReach.OfRelease(pin.Id, pin.Kind, window.Domain, range, landing.Index == 0), landing);
        }
    }

    /// <summary>The kernel may map what is no ordinary memory, and of that what it took for itself.</summary>
    private void OnWrittenForKernel(EntriesWritten written, IFindings findings)
    {
        for (int chunk = written.FirstChunk; chunk < written.FirstChunk + written.Chunks; chunk++)
        {
            Phyr phys = written.Range[chunk];
            (Pfn frame, Pfn last) = (Pfn.Of(phys.Start), Pfn.Of(phys.Last));
            while (frame < last && (_kernel.Contains(frame) || !IsRam(frame.Address)))
            {
                frame += 1;
            }

            if (!_kernel.Contains(frame) && IsRam(frame.Address))
            {
                IovaRange range = new(written.Start, written.LengthBytes);
                findings.Report(PinCoversReach.OfKernelEntries(written.Domain, range, frame));
                return;
            }
        }
    }

    private static KeeperKind KindOf(ReachWindow? window) => window?.Pin?.Kind ?? KeeperKind.Pin;

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
