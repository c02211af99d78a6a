using PhyrActors.Exploration;
using PhyrActors.Model;

namespace PhyrActors.Scenarios;

/// <summary>I-20, judged when entries are shared or lead elsewhere, and when a pin is accepted.</summary>
/// <remarks>A pin counts from the step in which its process accepts a batch, which is of the same actor as the sharing,
/// to the first release of any of its frames.</remarks>
internal sealed class CowStabilityMonitor : IOracle
{
    private readonly SortedDictionary<long, Accepted> _pins = [];

    public string Invariant => CowStability.Id;

    public InvariantKind Kind => InvariantKind.Ordered;

    public IReadOnlyList<Type> Listens { get; } =
        [typeof(EntriesRechecked), typeof(FramesUnpinned), typeof(EntriesShared), typeof(EntryReplaced)];

    public void On(object @event, in Stamp stamp, IFindings findings)
    {
        switch (@event)
        {
            case EntriesRechecked batch:
                Accept(batch);
                Judge(batch, findings);
                break;
            case FramesUnpinned unpinned when _pins.TryGetValue(unpinned.Pin, out Accepted? pin):
                pin.Released = pin.Released.Index == 0 ? stamp.Here : pin.Released;
                break;
            case EntriesShared shared:
                PteRun run = new(shared.Start, shared.Frame, (int)shared.Pages, PteFlags.Present);
                OnChanged(shared.Process, run, isCopy: false, CowStability.OfSharing, stamp, findings);
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

    private void Accept(EntriesRechecked batch)
    {
        if (!_pins.TryGetValue(batch.Pin, out Accepted? pin) || pin.Released.Index != 0)
        {
            pin = new Accepted(batch.Process) { MayDiverge = !batch.Write && !batch.Longterm };
            _pins[batch.Pin] = pin;
        }

        pin.Add(batch.Entries);
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
        foreach ((long id, Accepted pin) in _pins)
        {
            if (pin.Process == process
                && !(isCopy && pin.MayDiverge)
                && pin.TryFindOverlap(changed, out VirtAddr at))
            {
                bool isPast = pin.Released.Index != 0 && stamp.Follows(pin.Released);
                findings.Report(judge(process, at, id, isPast), pin.Released);
            }
        }
    }

    /// <summary>What one pin has of its process's memory: batches of entries in the order of addresses.</summary>
    private sealed class Accepted(int process)
    {
        private readonly List<ReadOnlyMemory<PteRun>> _batches = [];

        public int Process { get; } = process;

        /// <summary>Of what a private mapping shows of a file, such a pin may keep the file's page.</summary>
        public bool MayDiverge { get; init; }

        /// <summary>The first step that released any of it; index 0 while there is none.</summary>
        public Epoch Released { get; set; }

        public void Add(ReadOnlyMemory<PteRun> entries) => _batches.Add(entries);

        /// <summary>Whether the pin has any of the same pages at the same addresses.</summary>
        public bool TryFindOverlap(PteRun changed, out VirtAddr at)
        {
            (VirtAddr start, VirtAddr end) = (changed.Start, changed.End);
            foreach (ReadOnlyMemory<PteRun> batch in _batches)
            {
                if (batch.Span[0].Start >= end || batch.Span[^1].End <= start)
                {
                    continue;
                }

                foreach (PteRun run in batch.Span)
                {
                    if (run.Start < end && run.End > start && IsSamePage(run, changed))
                    {
                        at = run.Start < start ? start : run.Start;
                        return true;
                    }
                }
            }

            at = default;
            return false;
        }

        private static bool IsSamePage(PteRun run, PteRun other) =>
            unchecked(run.Frame.Value - (run.Start.Value >> Pfn.FrameSizeLog2))
            == unchecked(other.Frame.Value - (other.Start.Value >> Pfn.FrameSizeLog2));
    }
}
