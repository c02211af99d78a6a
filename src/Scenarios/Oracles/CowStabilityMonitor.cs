using PhyrActors.Exploration;
using PhyrActors.Model;

namespace PhyrActors.Scenarios;

/// <summary>I-20, judged when entries are shared or lead elsewhere, and when a pin is accepted.</summary>
/// <remarks>A pin counts from the step in which its process accepts a batch, which is of the same actor as the sharing,
/// to the first release of any of its frames.</remarks>
internal sealed class CowStabilityMonitor : IOracle
{
    private readonly SortedDictionary<long, AcceptedEntries> _pins = [];
    private readonly List<long> _over = [];

    public string Invariant => CowStability.Id;

    public InvariantKind Kind => InvariantKind.Ordered;

    public IReadOnlyList<Type> Listens { get; } =
    [
        typeof(EntriesRechecked), typeof(FramesUnpinned), typeof(EntriesShared), typeof(EntryReplaced),
        typeof(UserfaultMoved), typeof(EntriesMoved),
    ];

    public void On(object @event, in Stamp stamp, IFindings findings)
    {
        switch (@event)
        {
            case EntriesRechecked batch:
                Accept(batch, stamp);
                Judge(batch, findings);
                break;
            case FramesUnpinned unpinned when _pins.TryGetValue(unpinned.Pin, out AcceptedEntries? pin):
                pin.Released = pin.Released.Index == 0 ? stamp.Here : pin.Released;
                break;
            case EntriesShared shared:
                PteRun run = new(shared.Start, shared.Frame, (int)shared.Pages, PteFlags.Present);
                OnChanged(shared.Process, run, isCopy: false, CowStability.OfSharing, stamp, findings);
                break;
            case EntriesMoved moved:
                Follow(moved);
                break;
            case UserfaultMoved moved:
                OnChanged(moved.Process, moved.Entry, isCopy: false, CowStability.OfReplacement, stamp, findings);
                break;
            case EntryReplaced replaced:
                OnChanged(
                    replaced.Process,
                    replaced.Entry,
                    replaced.IsCopy && replaced.Entry.Flags.HasFlag(PteFlags.File),
                    CowStability.OfReplacement,
                    stamp,
                    findings);
                break;
        }
    }

    public void AtQuiescence(IFindings findings)
    {
    }

    private void Accept(EntriesRechecked batch, in Stamp stamp)
    {
        if (!_pins.TryGetValue(batch.Pin, out AcceptedEntries? pin) || pin.Released.Index != 0)
        {
            Forget(batch.Process, stamp);
            pin = new AcceptedEntries(batch.Process) { MayDiverge = !batch.Write && !batch.Longterm };
            _pins[batch.Pin] = pin;
        }

        pin.Add(batch.Entries);
    }

    /// <summary>mremap takes a pinned page along, and the pin holds it at its new address.</summary>
    private void Follow(EntriesMoved moved)
    {
        foreach (AcceptedEntries pin in _pins.Values)
        {
            if (pin.Process == moved.Process)
            {
                pin.Move(moved.From, moved.Pages << Pfn.FrameSizeLog2, moved.To);
            }
        }
    }

    private static void Judge(EntriesRechecked batch, IFindings findings)
    {
        foreach (PteRun entry in batch.Entries.Span)
        {
            findings.Report(CowStability.OfAcceptance(batch.Process, entry, batch.Pin, batch.Write));
        }
    }

    private void OnChanged(
        int process,
        PteRun changed,
        bool isCopy,
        Func<int, VirtAddr, long, bool, Violation?> judge,
        in Stamp stamp,
        IFindings findings)
    {
        foreach ((long id, AcceptedEntries pin) in _pins)
        {
            if (pin.Process == process
                && !(isCopy && pin.MayDiverge)
                && pin.TryFindOverlap(changed, out VirtAddr at))
            {
                findings.Report(judge(process, at, id, IsPast(pin, stamp)), pin.Released);
            }
        }

        Forget(process, stamp);
    }

    private static bool IsPast(AcceptedEntries pin, in Stamp stamp) =>
        pin.Released.Index != 0 && stamp.Follows(pin.Released);

    /// <summary>All changes of a process are of one actor: what is past in one of its steps is past in all that
    /// come.</summary>
    private void Forget(int process, in Stamp stamp)
    {
        _over.Clear();
        foreach ((long id, AcceptedEntries pin) in _pins)
        {
            if (pin.Process == process && IsPast(pin, stamp))
            {
                _over.Add(id);
            }
        }

        foreach (long id in _over)
        {
            _pins.Remove(id);
        }
    }
}
