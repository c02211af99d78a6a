using PhyrActors.Exploration;
using PhyrActors.Model;

namespace PhyrActors.Scenarios;

/// <summary>I-21, judged at every charge and at every charge taken back.</summary>
internal sealed class MemlockBalanceMonitor : IOracle
{
    private readonly Dictionary<(int Process, int Mm), long> _pages = [];
    private readonly Dictionary<(int Process, long Pin), int> _charged = [];

    public string Invariant => MemlockBalance.Id;

    public InvariantKind Kind => InvariantKind.Local;

    public IReadOnlyList<Type> Listens { get; } = [typeof(MemlockCharged), typeof(MemlockUncharged)];

    public void On(object @event, in Stamp stamp, IFindings findings)
    {
        switch (@event)
        {
            case MemlockCharged charged:
                _charged[(charged.Process, charged.Pin)] = charged.Mm;
                long sum = Add((charged.Process, charged.Mm), (long)charged.Pages);
                findings.Report(MemlockBalance.OfCharge(charged.Process, charged.Mm, sum, charged.LimitPages));
                break;
            case MemlockUncharged uncharged:
                (int Process, long Pin) pin = (uncharged.Process, uncharged.Pin);
                int? mm = _charged.Remove(pin, out int found) ? found : null;
                long left = Add((uncharged.Process, uncharged.Mm), -(long)uncharged.Pages);
                findings.Report(
                    MemlockBalance.OfUncharge(uncharged.Process, uncharged.Mm, uncharged.Pin, mm, left));
                break;
        }
    }

    public void AtQuiescence(IFindings findings)
    {
    }

    private long Add((int Process, int Mm) owner, long pages) =>
        _pages[owner] = _pages.GetValueOrDefault(owner) + pages;
}
