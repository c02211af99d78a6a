using PhyrActors.Model;

namespace PhyrActors.Scenarios;

/// <summary>Counts what lazy domains leave reachable after an unmap has returned, and what reaches it.</summary>
internal sealed class ExposureStatistics
{
    private readonly Dictionary<int, SortedSpans<Window>> _queued = [];
    private long _windows;
    private long _pages;
    private long _pagesMax;
    private double _pageNanoseconds;
    private long _exploited;

    public static IReadOnlyList<Type> Listens { get; } =
        [typeof(WindowQueued), typeof(IovaFreed), typeof(AccessLanded)];

    public ExposureSummary Summary => new(_windows, _pagesMax, _pageNanoseconds, _exploited)
    {
        PagesNow = _pages,
    };

    /// <summary>Looks at an event; others may count it as well.</summary>
    public void Count(object @event, long nanoseconds)
    {
        switch (@event)
        {
            case WindowQueued queued:
                Add(queued, nanoseconds);
                break;
            case IovaFreed freed when _windows > 0:
                Remove(freed, nanoseconds);
                break;
            case AccessLanded { Domain: >= 0 } access when _pages > 0:
                _exploited += Find(access.Domain, Pages.First(access.Iova)) is null ? 0 : 1;
                break;
        }
    }

    private void Add(WindowQueued queued, long nanoseconds)
    {
        if (!_queued.TryGetValue(queued.Domain, out SortedSpans<Window>? windows))
        {
            windows = new SortedSpans<Window>();
            _queued.Add(queued.Domain, windows);
        }

        Window window = new(
            Pages.First(queued.Start), Pages.End(queued.Start, queued.LengthBytes), nanoseconds);
        windows.Add(window);
        _windows++;
        _pages += window.Pages;
        _pagesMax = Math.Max(_pagesMax, _pages);
    }

    private void Remove(IovaFreed freed, long nanoseconds)
    {
        if (Find(freed.Domain, Pages.First(freed.Start)) is not { } window)
        {
            return;
        }

        SortedSpans<Window> windows = _queued[freed.Domain];
        windows.RemoveAt(windows.IndexOfFirstEndingAbove(window.FirstPage));
        _pages -= window.Pages;
        _pageNanoseconds += (double)window.Pages * (nanoseconds - window.QueuedAt);
    }

    private Window? Find(int domain, ulong page) =>
        _queued.TryGetValue(domain, out SortedSpans<Window>? windows) ? windows.Find(page) : null;

    private sealed class Window(ulong firstPage, ulong endPage, long queuedAt) : IPageSpan
    {
        public ulong FirstPage => firstPage;

        public ulong EndPage => endPage;

        public long QueuedAt => queuedAt;

        public long Pages => (long)(endPage - firstPage);
    }
}
