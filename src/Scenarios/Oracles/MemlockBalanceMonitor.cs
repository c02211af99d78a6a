using PhyrActors.Exploration;
using PhyrActors.Model;

namespace PhyrActors.Scenarios;

/// <summary>I-21, judged at every charge and at every charge taken back.</summary>
internal sealed class MemlockBalanceMonitor : IOracle
{
    private readonly Dictionary<(int Process, int Mm), long> _pages = [];
    private readonly Dictionary<(int Process, long Pin), (int Mm, long Pages)> _charged = [];

    public string Invariant => MemlockBalance.Id;

    public InvariantKind Kind => InvariantKind.Local;

    public IReadOnlyList<Type> Listens { get; } = [typeof(MemlockCharged), typeof(MemlockUncharged)];

    public void On(object @event, in Stamp stamp, IFindings findings)
    {
        switch (@event)
        {
            case MemlockCharged charged:
                long before = _charged.GetValueOrDefault((charged.Process, charged.Pin)).Pages;
                _charged[(charged.Process, charged.Pin)] = (charged.Mm, before + (long)charged.Pages);
                long sum = Add((charged.Process, charged.Mm), (long)charged.Pages);
                findings.Report(MemlockBalance.OfCharge(charged.Process, charged.Mm, sum, charged.LimitPages));
                break;
            case MemlockUncharged uncharged:
                (int Process, long Pin) pin = (uncharged.Process, uncharged.Pin);
                int? mm = TakeBack(pin, (long)uncharged.Pages);
                long left = Add((uncharged.Process, uncharged.Mm), -(long)uncharged.Pages);
                findings.Report(
                    MemlockBalance.OfUncharge(uncharged.Process, uncharged.Mm, uncharged.Pin, mm, left));
                break;
        }
    }

    public void AtQuiescence(IFindings findings)
    {
    }

    /// <summary>The address space that was charged for a pin, which may be charged and taken back in parts.</summary>
    private int? TakeBack((int Process, long Pin) pin, long pages)
    {
        if (!_charged.Remove(pin, out (int Mm, long Pages) charged))
        {
            return null;
        }

        if (charged.Pages > pages)
        {
            _charged[pin] = (charged.Mm, charged.Pages - pages);
        }

        return charged.Mm;
    }

    private long Add((int Process, int Mm) owner, long pages) =>
        _pages[owner] = _pages.GetValueOrDefault(owner) + pages;
}
