using PhyrActors.Exploration;
using PhyrActors.Model;

namespace PhyrActors.Scenarios;

/// <summary>I-41, judged at quiescence by balances, in which the order of unordered events means nothing.</summary>
/// <remarks>A pin that is unwound gives a range back that was never handed out: that is no balance.</remarks>
internal sealed class NothingLeakedMonitor : IOracle
{
    private readonly BalanceRule<int> _entries = new();
    private readonly BalanceRule<int> _windows = new();
    private readonly BalanceRule<int> _charges = new();
    private readonly BalanceRule<long> _ranges = new();
    private readonly BalanceRule<PhysAddr> _slots = new();

    public string Invariant => NothingLeaked.Id;

    public InvariantKind Kind => InvariantKind.Final;

    public IReadOnlyList<Type> Listens { get; } =
    [
        typeof(EntriesWritten), typeof(EntriesCleared), typeof(IovaAllocated), typeof(IovaFreed),
        typeof(MemlockCharged),
        typeof(MemlockUncharged), typeof(RangePinned), typeof(RangeUnpinned),
        typeof(BounceTaken), typeof(BounceReleased),
    ];

    public void On(object @event, in Stamp stamp, IFindings findings)
    {
        switch (@event)
        {
            case EntriesWritten written:
                _entries.Add(written.Domain, (long)Pages.Count(written.Start, written.LengthBytes));
                break;
            case EntriesCleared cleared:
                _entries.Add(cleared.Domain, -(long)Pages.Count(cleared.Start, cleared.LengthBytes));
                break;
            case IovaAllocated allocated:
                _windows.Add(allocated.Domain, 1);
                break;
            case IovaFreed freed:
                _windows.Add(freed.Domain, -1);
                break;
            case MemlockCharged charged:
                _charges.Add(charged.Process, (long)charged.Pages);
                break;
            case MemlockUncharged uncharged:
                _charges.Add(uncharged.Process, -(long)uncharged.Pages);
                break;
            case BounceTaken taken:
                _slots.Add(taken.Slot.Address, 1);
                break;
            case BounceReleased released:
                _slots.Add(released.Slot.Address, -1);
                break;
            case RangePinned pinned:
                _ranges.Add(pinned.Pin, 1);
                break;
            case RangeUnpinned unpinned when _ranges.Balance(unpinned.Pin) > 0:
                _ranges.Add(unpinned.Pin, -1);
                break;
        }
    }

    public void AtQuiescence(IFindings findings)
    {
        Report(_entries, NothingLeaked.OfEntries, findings);
        Report(_windows, NothingLeaked.OfWindows, findings);
        Report(_charges, NothingLeaked.OfCharges, findings);
        Report(_ranges, NothingLeaked.OfPin, findings);
        Report(_slots, NothingLeaked.OfSlot, findings);
    }

    private static void Report<TKey>(
        BalanceRule<TKey> balances, Func<TKey, long, Violation?> judge, IFindings findings)
        where TKey : notnull
    {
        foreach ((TKey key, long balance) in balances.Unbalanced())
        {
            findings.Report(judge(key, balance));
        }
    }
}
