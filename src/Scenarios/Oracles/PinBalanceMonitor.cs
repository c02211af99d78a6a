using System.Runtime.InteropServices;
using PhyrActors.Exploration;
using PhyrActors.Model;

namespace PhyrActors.Scenarios;

/// <summary>I-16, judged at quiescence; giving back what nobody held, and a counted zero page, are found at
/// once.</summary>
internal sealed class PinBalanceMonitor : IOracle
{
    private readonly Dictionary<long, Account> _pins = [];

    public string Invariant => PinBalance.Id;

    public InvariantKind Kind => InvariantKind.Final;

    public IReadOnlyList<Type> Listens { get; } =
    [
        typeof(FramesPinned), typeof(FramesDropped), typeof(FramesUnpinned), typeof(UnpinUnderflowed),
        typeof(ZeroPagePinned),
    ];

    public void On(object @event, in Stamp stamp, IFindings findings)
    {
        switch (@event)
        {
            case FramesPinned pinned:
                Add(pinned.Pin, Sum(pinned.Runs.Span), isTaken: true);
                break;
            case FramesDropped dropped:
                Add(dropped.Pin, Sum(dropped.Runs.Span), isTaken: false);
                break;
            case FramesUnpinned unpinned:
                Add(unpinned.Pin, Sum(unpinned), isTaken: false);
                break;
            case UnpinUnderflowed underflow:
                findings.Report(PinBalance.OfRelease(underflow.Pin, underflow.Frame, underflow.Release));
                break;
            case ZeroPagePinned pinned:
                findings.Report(
                    PinBalance.OfZeroPage(pinned.Pin, pinned.Frame, pinned.RefsBefore, pinned.RefsAfter));
                break;
        }
    }

    public void AtQuiescence(IFindings findings)
    {
        foreach ((long pin, Account account) in _pins.OrderBy(static pin => pin.Key))
        {
            findings.Report(PinBalance.OfPin(pin, account.Taken, account.GivenBack));
        }
    }

    private static FrameTally Sum(ReadOnlySpan<PinnedRun> runs)
    {
        FrameTally tally = default;
        foreach (PinnedRun run in runs)
        {
            tally = tally.Add(run.Frame, (ulong)run.Pages);
        }

        return tally;
    }

    private static FrameTally Sum(FramesUnpinned unpinned)
    {
        FrameTally tally = default;
        for (int chunk = unpinned.FirstChunk; chunk < unpinned.FirstChunk + unpinned.Chunks; chunk++)
        {
            Phyr phyr = unpinned.Range[chunk];
            tally = tally.Add(Pfn.Of(phyr.Start), Pages.Count(phyr));
        }

        return tally;
    }

    /// <summary>A pin in balance is forgotten: it costs nothing until it takes or gives again.</summary>
    private void Add(long pin, FrameTally tally, bool isTaken)
    {
        ref Account account = ref CollectionsMarshal.GetValueRefOrAddDefault(_pins, pin, out _);
        account.Taken = isTaken ? account.Taken + tally : account.Taken;
        account.GivenBack = isTaken ? account.GivenBack : account.GivenBack + tally;
        if (account.Taken == account.GivenBack)
        {
            _pins.Remove(pin);
        }
    }

    private struct Account
    {
        public FrameTally Taken;
        public FrameTally GivenBack;
    }
}
