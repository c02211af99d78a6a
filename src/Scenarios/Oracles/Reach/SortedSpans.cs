namespace PhyrActors.Scenarios;

/// <summary>Something that covers whole pages of an IOVA space.</summary>
internal interface IPageSpan
{
    ulong FirstPage { get; }

    /// <summary>Exclusive.</summary>
    ulong EndPage { get; }
}

/// <summary>Disjoint spans in order of their pages; the first pages stand side by side, so that a search touches few
/// cache lines.</summary>
internal sealed class SortedSpans<T>
    where T : class, IPageSpan
{
    private ulong[] _firstPages = new ulong[4];
    private T[] _spans = new T[4];

    public int Count { get; private set; }

    public T this[int index] => _spans[index];

    /// <summary>The index of the first span that ends above a page.</summary>
    public int IndexOfFirstEndingAbove(ulong page)
    {
        int below = CountBeginningUpTo(page);
        return below > 0 && _spans[below - 1].EndPage > page ? below - 1 : below;
    }

    /// <summary>The span that holds a page, or null.</summary>
    public T? Find(ulong page)
    {
        int below = CountBeginningUpTo(page);
        return below > 0 && _spans[below - 1] is { } span && span.EndPage > page ? span : null;
    }

    public void Add(T span)
    {
        int at = CountBeginningUpTo(span.FirstPage);
        if (Count == _spans.Length)
        {
            Array.Resize(ref _firstPages, Count * 2);
            Array.Resize(ref _spans, Count * 2);
        }

        Array.Copy(_firstPages, at, _firstPages, at + 1, Count - at);
        Array.Copy(_spans, at, _spans, at + 1, Count - at);
        (_firstPages[at], _spans[at]) = (span.FirstPage, span);
        Count++;
    }

    public void RemoveAt(int index)
    {
        Count--;
        Array.Copy(_firstPages, index + 1, _firstPages, index, Count - index);
        Array.Copy(_spans, index + 1, _spans, index, Count - index);
        _spans[Count] = null!;
    }

    private int CountBeginningUpTo(ulong page)
    {
        int found = _firstPages.AsSpan(0, Count).BinarySearch(page);
        return found >= 0 ? found + 1 : ~found;
    }
}
