using PhyrActors.Exploration;
using PhyrActors.Model;

namespace PhyrActors.Scenarios;

/// <summary>I-6 and I-7, judged as a domain allocates and frees.</summary>
internal sealed class IovaExclusivityMonitor : IOracle
{
    private readonly Dictionary<int, SortedSpans<Window>> _domains = [];

    public string Invariant => IovaExclusivity.Id;

    public InvariantKind Kind => InvariantKind.Local;

    public IReadOnlyList<Type> Listens { get; } = [typeof(IovaAllocated), typeof(IovaFreed)];

    public void On(object @event, in Stamp stamp, IFindings findings)
    {
        switch (@event)
        {
            case IovaAllocated allocated:
                OnAllocated(allocated.Domain, new IovaRange(allocated.Start, allocated.LengthBytes), findings);
                break;
            case IovaFreed freed:
                OnFreed(freed.Domain, new IovaRange(freed.Start, freed.LengthBytes), findings);
                break;
        }
    }

    public void AtQuiescence(IFindings findings)
    {
    }

    private void OnAllocated(int domain, IovaRange range, IFindings findings)
    {
        SortedSpans<Window> windows = WindowsOf(domain);
        Window window = new(range);
        int next = windows.IndexOfFirstEndingAbove(window.FirstPage);
        IovaRange? nearest = next < windows.Count ? windows[next].Range : null;
        bool isBelow = nearest?.Start <= range.Start;
        Violation? violation = IovaExclusivity.OfAllocation(
            domain, range, isBelow ? nearest : null, isBelow ? null : nearest);
        findings.Report(violation);
        if (violation is null)
        {
            windows.Add(window);
        }
    }

    private void OnFreed(int domain, IovaRange freed, IFindings findings)
    {
        SortedSpans<Window> windows = WindowsOf(domain);
        int at = windows.IndexOfFirstEndingAbove(Pages.First(freed.Start));
        IovaRange? live = at < windows.Count && windows[at].Range.Start == freed.Start ? windows[at].Range : null;
        findings.Report(SingleFree.OfFree(domain, freed, live));
        if (live is not null)
        {
            windows.RemoveAt(at);
        }
    }

    private SortedSpans<Window> WindowsOf(int domain)
    {
        if (!_domains.TryGetValue(domain, out SortedSpans<Window>? windows))
        {
            windows = new SortedSpans<Window>();
            _domains.Add(domain, windows);
        }

        return windows;
    }

    private sealed class Window(IovaRange range) : IPageSpan
    {
        public IovaRange Range { get; } = range;

        public ulong FirstPage { get; } = Pages.First(range.Start);

        public ulong EndPage { get; } = Pages.End(range.Start, range.LengthBytes);
    }
}
