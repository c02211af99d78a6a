using PhyrActors.Exploration;
using PhyrActors.Model;

namespace PhyrActors.Scenarios;

/// <summary>I-35, judged at every submission and its end, on slots counted apart from the driver's.</summary>
internal sealed class SlotConservationMonitor : IOracle
{
    private readonly Dictionary<int, Ring> _rings = [];

    public string Invariant => SlotConservation.Id;

    public InvariantKind Kind => InvariantKind.Local;

    public IReadOnlyList<Type> Listens { get; } = [typeof(DescriptorsSubmitted), typeof(SubmissionEnded)];

    public void On(object @event, in Stamp stamp, IFindings findings)
    {
        switch (@event)
        {
            case DescriptorsSubmitted submitted:
                OnSubmitted(submitted, findings);
                break;
            case SubmissionEnded ended when _rings.TryGetValue(ended.Unit, out Ring? ring):
                ring.End(ended.Submission);
                findings.Report(SlotConservation.OfRing(ended.Unit, ring.Length, ended.FreeCount, ring.Live));
                break;
        }
    }

    public void AtQuiescence(IFindings findings)
    {
    }

    private void OnSubmitted(DescriptorsSubmitted submitted, IFindings findings)
    {
        if (!_rings.TryGetValue(submitted.Unit, out Ring? ring))
        {
            // Nothing else was in the ring.
            ring = new Ring(submitted.FreeCount + submitted.Slots.SlotCount);
            _rings.Add(submitted.Unit, ring);
        }

        int? twice = ring.Begin(submitted.Submission, submitted.Slots);
        findings.Report(SlotConservation.OfSlot(submitted.Unit, twice ?? 0, twice is not null));
        findings.Report(
            SlotConservation.OfRing(submitted.Unit, ring.Length, submitted.FreeCount, ring.Live));
    }

    private sealed class Ring(int length)
    {
        private readonly Queue<(long Submission, QueueSubmission Slots)> _inOrder = new();
        private readonly HashSet<long> _underWay = [];
        private readonly HashSet<int> _taken = [];

        public int Length => length;

        /// <summary>Slots from the oldest submission that has not ended to the newest.</summary>
        public int Live { get; private set; }

        /// <summary>A slot that was taken already, if any.</summary>
        public int? Begin(long submission, QueueSubmission slots)
        {
            int? twice = null;
            for (int i = 0; i < slots.SlotCount; i++)
            {
                int slot = (slots.FirstSlot + i) % length;
                twice = _taken.Add(slot) ? twice : slot;
            }

            _inOrder.Enqueue((submission, slots));
            _underWay.Add(submission);
            Live += slots.SlotCount;
            return twice;
        }

        public void End(long submission)
        {
            _underWay.Remove(submission);
            while (_inOrder.TryPeek(out (long Submission, QueueSubmission Slots) oldest)
                && !_underWay.Contains(oldest.Submission))
            {
                _inOrder.Dequeue();
                Live -= oldest.Slots.SlotCount;
                for (int i = 0; i < oldest.Slots.SlotCount; i++)
                {
                    _taken.Remove((oldest.Slots.FirstSlot + i) % length);
                }
            }
        }
    }
}
