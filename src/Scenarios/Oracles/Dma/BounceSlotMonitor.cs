using PhyrActors.Exploration;
using PhyrActors.Model;

namespace PhyrActors.Scenarios;

/// <summary>I-40 as the pool alone shows it: owners, fillings, copies and returns of slots.</summary>
internal sealed class BounceSlotMonitor : IOracle
{
    private readonly SortedList<ulong, Taken> _taken = [];

    public string Invariant => BounceLifetime.Id;

    public InvariantKind Kind => InvariantKind.Local;

    public IReadOnlyList<Type> Listens { get; } =
        [typeof(BounceTaken), typeof(BounceCopied), typeof(BounceReleased)];

    public void On(object @event, in Stamp stamp, IFindings findings)
    {
        switch (@event)
        {
            case BounceTaken taken:
                OnTaken(taken, findings);
                break;
            case BounceCopied copied when Find(copied.Slot.Address) is { } owner:
                OnCopied(copied, owner, findings);
                break;
            case BounceReleased released:
                OnReleased(released, findings);
                break;
        }
    }

    public void AtQuiescence(IFindings findings)
    {
    }

    private void OnTaken(BounceTaken taken, IFindings findings)
    {
        int at = CountUpTo(taken.Slot.Phyr.Last.Value | (SwiotlbSettings.SlotBytes - 1)) - 1;
        BounceSlot? shared = at >= 0
            && LastSlot(_taken.GetValueAtIndex(at).Slot.Phyr.Last) >= LastSlot(taken.Slot.Address)
                ? _taken.GetValueAtIndex(at).Slot
                : null;
        findings.Report(BounceLifetime.OfTake(taken.Slot, shared));
        _taken[taken.Slot.Address.Value] = new Taken(taken.Slot, taken.Direction);
    }

    private static void OnCopied(BounceCopied copied, Taken owner, IFindings findings)
    {
        if (copied.ForDevice)
        {
            owner.IsFilled = true;
            return;
        }

        findings.Report(BounceLifetime.OfCopyBack(copied.Slot, owner.IsFilled));
        owner.IsCopiedBack = true;
    }

    private void OnReleased(BounceReleased released, IFindings findings)
    {
        Taken? owner = _taken.GetValueOrDefault(released.Slot.Address.Value);
        _taken.Remove(released.Slot.Address.Value);
        bool expects = owner is not null && owner.Direction != DmaDirection.ToDevice && !released.SkipsCopy;
        findings.Report(BounceLifetime.OfRelease(
            released.Slot, owner is not null, expects, owner?.IsCopiedBack ?? false));
    }

    private Taken? Find(PhysAddr address)
    {
        int at = CountUpTo(address.Value) - 1;
        return at >= 0 && _taken.GetValueAtIndex(at).Slot.Phyr.Contains(address) ? _taken.GetValueAtIndex(at) : null;
    }

    private int CountUpTo(ulong address)
    {
        int low = 0;
        int high = _taken.Count;
        while (low < high)
        {
            int middle = (low + high) / 2;
            bool isAtOrBelow = _taken.GetKeyAtIndex(middle) <= address;
            (low, high) = isAtOrBelow ? (middle + 1, high) : (low, middle);
        }

        return low;
    }

    private static ulong LastSlot(PhysAddr address) => address.Value >> SwiotlbSettings.SlotLog2;

    private sealed class Taken(BounceSlot slot, DmaDirection direction)
    {
        public BounceSlot Slot { get; } = slot;

        public DmaDirection Direction { get; } = direction;

        public bool IsFilled { get; set; }

        public bool IsCopiedBack { get; set; }
    }
}
