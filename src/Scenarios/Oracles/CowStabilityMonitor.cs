using PhyrActors.Exploration;
using PhyrActors.Model;

namespace PhyrActors.Scenarios;

/// <summary>I-20, judged when a fork shares entries.</summary>
/// <remarks>A pin counts from the step in which its process accepts a batch, which is of the same actor as the sharing,
/// to the first release of any of its frames.</remarks>
internal sealed class CowStabilityMonitor : IOracle
{
    private readonly SortedDictionary<long, Accepted> _pins = [];

    public string Invariant => CowStability.Id;

    public InvariantKind Kind => InvariantKind.Ordered;

    public IReadOnlyList<Type> Listens { get; } =
        [typeof(EntriesRechecked), typeof(FramesUnpinned), typeof(EntriesShared)];

    public void On(object @event, in Stamp stamp, IFindings findings)
    {
        switch (@event)
        {
            case EntriesRechecked batch:
                Accept(batch);
                break;
            case FramesUnpinned unpinned when _pins.TryGetValue(unpinned.Pin, out Accepted? pin):
                pin.Released = pin.Released.Index == 0 ? stamp.Here : pin.Released;
                break;
            case EntriesShared shared:
                OnShared(shared, stamp, findings);
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
            pin = new Accepted(batch.Process);
            _pins[batch.Pin] = pin;
        }

        pin.Add(batch.Entries);
    }

    private void OnShared(EntriesShared shared, in Stamp stamp, IFindings findings)
    {
        VirtAddr end = shared.Start + (shared.Pages << Pfn.FrameSizeLog2);
        foreach ((long id, Accepted pin) in _pins)
        {
            if (pin.Process == shared.Process && pin.TryFindOverlap(shared.Start, end, out VirtAddr at))
            {
                bool isPast = pin.Released.Index != 0 && stamp.Follows(pin.Released);
                findings.Report(CowStability.OfSharing(shared.Process, at, id, isPast), pin.Released);
            }
        }
    }

    /// <summary>What one pin has of its process's memory: batches of entries in the order of addresses.</summary>
    private sealed class Accepted(int process)
    {
        private readonly List<ReadOnlyMemory<PteRun>> _batches = [];

        public int Process { get; } = process;

        /// <summary>The first step that released any of it; index 0 while there is none.</summary>
        public Epoch Released { get; set; }

        public void Add(ReadOnlyMemory<PteRun> entries) => _batches.Add(entries);

        public bool TryFindOverlap(VirtAddr start, VirtAddr end, out VirtAddr at)
        {
            foreach (ReadOnlyMemory<PteRun> batch in _batches)
            {
                if (batch.Span[0].Start >= end || batch.Span[^1].End <= start)
                {
                    continue;
                }

                foreach (PteRun run in batch.Span)
                {
                    if (run.Start < end && run.End > start)
                    {
                        at = run.Start < start ? start : run.Start;
                        return true;
                    }
                }
            }

            at = default;
            return false;
        }
    }
}
