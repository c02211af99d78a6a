using System.Runtime.InteropServices;
using PhyrActors.Exploration;
using PhyrActors.Model;

namespace PhyrActors.Scenarios;

/// <summary>I-17 and I-18, judged when a pin is handed out or refused.</summary>
/// <remarks>All that is known of a pin happened before, as its pinner waited for it.</remarks>
internal sealed class PinReturnMonitor : IOracle
{
    private readonly Dictionary<long, Account> _pins = [];

    public string Invariant => ShortPin.Id;

    public InvariantKind Kind => InvariantKind.Ordered;

    public IReadOnlyList<Type> Listens { get; } =
    [
        typeof(FramesPinned), typeof(UnpinnableFramesPinned), typeof(FramesDropped), typeof(FramesUnpinned),
        typeof(RangePinned), typeof(PinRefusedEvent),
    ];

    public void On(object @event, in Stamp stamp, IFindings findings)
    {
        switch (@event)
        {
            case FramesPinned pinned:
                Of(pinned.Pin).Pages += PagesOf(pinned.Runs.Span);
                break;
            case UnpinnableFramesPinned unpinnable:
                (Of(unpinnable.Pin).Unpinnable ??= []).Add((unpinnable.Frame, unpinnable.Zone));
                break;
            case FramesDropped dropped:
                OnDropped(dropped);
                break;
            case FramesUnpinned unpinned when _pins.ContainsKey(unpinned.Pin):
                OnUnpinned(unpinned);
                break;
            case RangePinned pinned:
                OnReturned(pinned, findings);
                break;
            case PinRefusedEvent refused:
                findings.Report(ShortPin.OfRefusal(refused.Pin, refused.Errno, Of(refused.Pin).Pages));
                _pins.Remove(refused.Pin);
                break;
        }
    }

    public void AtQuiescence(IFindings findings)
    {
    }

    private void OnDropped(FramesDropped dropped)
    {
        ref Account account = ref Of(dropped.Pin);
        account.Pages -= PagesOf(dropped.Runs.Span);
        if (account.Unpinnable is { } unpinnable)
        {
            foreach (PinnedRun run in dropped.Runs.Span)
            {
                unpinnable.RemoveAll(pinned => pinned.Frame == run.Frame);
            }
        }
    }

    private void OnUnpinned(FramesUnpinned unpinned)
    {
        ref Account account = ref Of(unpinned.Pin);
        for (int chunk = unpinned.FirstChunk; chunk < unpinned.FirstChunk + unpinned.Chunks; chunk++)
        {
            account.Pages -= (long)Pages.Count(unpinned.Range[chunk]);
        }
    }

    private void OnReturned(RangePinned pinned, IFindings findings)
    {
        Account account = Of(pinned.Pin);
        _pins.Remove(pinned.Pin);
        long given = (long)PageArrayFormat.Entries(pinned.Range);
        findings.Report(ShortPin.OfReturn(pinned.Pin, given, account.Pages));
        if (account.Unpinnable is [var first, ..])
        {
            findings.Report(LongtermPlacement.OfReturn(pinned.Pin, first.Frame, first.Zone));
        }
    }

    private static long PagesOf(ReadOnlySpan<PinnedRun> runs)
    {
        long pages = 0;
        foreach (PinnedRun run in runs)
        {
            pages += run.Pages;
        }

        return pages;
    }

    private ref Account Of(long pin) => ref CollectionsMarshal.GetValueRefOrAddDefault(_pins, pin, out _);

    /// <summary>What a pin under way holds.</summary>
    private struct Account
    {
        public long Pages;
        public List<(Pfn Frame, MemoryZone Zone)>? Unpinnable;
    }
}
