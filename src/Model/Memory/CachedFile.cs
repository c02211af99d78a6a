namespace PhyrActors.Model;

/// <summary>A file as memory management sees it: its size and its folios.</summary>
/// <param name="number">Its number.</param>
/// <param name="sizePages">i_size, in pages.</param>
/// <param name="tracksDirty">Whether a file system must be told before a page is written; not so for shmem.</param>
public sealed class CachedFile(int number, ulong sizePages, bool tracksDirty)
{
    private readonly SortedList<ulong, FrameBlock> _folios = [];
    private readonly HashSet<ulong> _prepared = [];

    public int Number { get; } = number;

    public ulong SizePages { get; set; } = sizePages;

    public bool TracksDirty { get; } = tracksDirty;

    /// <summary>Its pages lie on memory that the CPU maps itself (fs-dax): they are the file, and no cache of
    /// it.</summary>
    public bool IsDax { get; init; }

    /// <summary>Of memfd_secret: its folios, of one page each, are in no mapping of the kernel.</summary>
    public bool IsSecretMem { get; init; }

    /// <summary>The folio that holds a page, or the first after it.</summary>
    /// <param name="page">The page.</param>
    /// <param name="first">The folio's first page.</param>
    /// <param name="folio">The folio.</param>
    public bool TryFindFrom(ulong page, out ulong first, out FrameBlock folio)
    {
        (int low, int high) = (0, _folios.Count);
        while (low < high)
        {
            int middle = (low + high) / 2;
            bool endsAbove = _folios.GetKeyAtIndex(middle) + _folios.GetValueAtIndex(middle).Frames > page;
            (low, high) = endsAbove ? (low, middle) : (middle + 1, high);
        }

        bool found = low < _folios.Count;
        first = found ? _folios.GetKeyAtIndex(low) : 0;
        folio = found ? _folios.GetValueAtIndex(low) : default;
        return found;
    }

    /// <summary>Whether the file system expects writes to the folio that begins at a page (page_mkwrite).</summary>
    public bool IsPrepared(ulong first) => !TracksDirty || _prepared.Contains(first);

    /// <summary>page_mkwrite: the file system gets ready for writes.</summary>
    public void Prepare(ulong first) => _prepared.Add(first);

    /// <summary>The folio goes to the disk: from then on the file system wants to be told again.</summary>
    public void Settle(ulong first) => _prepared.Remove(first);

    internal void Add(ulong first, FrameBlock folio) => _folios.Add(first, folio);

    internal void Replace(ulong first, FrameBlock folio) => _folios[first] = folio;

    internal void Split(ulong first, FrameBlock folio)
    {
        _folios.Remove(first);
        for (ulong page = 0; page < folio.Frames; page++)
        {
            _folios.Add(first + page, new FrameBlock(folio.Head + page, 0));
            if (_prepared.Contains(first))
            {
                _prepared.Add(first + page);
            }
        }
    }

    internal void Remove(ulong first)
    {
        _folios.Remove(first);
        _prepared.Remove(first);
    }
}
