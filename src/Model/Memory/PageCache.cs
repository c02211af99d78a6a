namespace PhyrActors.Model;

/// <summary>A page of a file: its number in units of 4 KiB.</summary>
public readonly record struct FilePage(int File, ulong Index)
{
    public override string ToString() => $"page {Index} of file {File}";
}

/// <summary>Which folio holds which pages of which file (struct address_space), and what a file system knows of
/// them.</summary>
/// <remarks>Holds no references: whoever adds a folio takes one a page for it. Sources: mm/filemap.c, mm/shmem.c,
/// v6.16.</remarks>
public sealed class PageCache
{
    private readonly Dictionary<int, CachedFile> _files = [];
    private readonly Dictionary<Pfn, FilePage> _places = [];

    /// <summary>Folios in the cache.</summary>
    public int Folios => _places.Count;

    /// <summary>A file of so many pages, all of them holes.</summary>
    /// <exception cref="ArgumentException">There is a file of that number.</exception>
    public CachedFile AddFile(
        int number, ulong sizePages, bool tracksDirty, bool isDax = false, bool isSecretMem = false)
    {
        CachedFile file = new(number, sizePages, tracksDirty) { IsDax = isDax, IsSecretMem = isSecretMem };
        _files.Add(number, file);
        return file;
    }

    /// <summary>The file of a number, or null.</summary>
    public CachedFile? Find(int number) => _files.GetValueOrDefault(number);

    /// <summary>Whether a page lies before the end of its file.</summary>
    public bool IsInFile(FilePage page) => Find(page.File) is { } file && page.Index < file.SizePages;

    /// <summary>The frame of a page; false for a hole.</summary>
    public bool TryFind(FilePage page, out Pfn frame)
    {
        frame = default;
        if (Find(page.File) is not { } file
            || !file.TryFindFrom(page.Index, out ulong first, out FrameBlock folio)
            || first > page.Index)
        {
            return false;
        }

        frame = folio.Head + (page.Index - first);
        return true;
    }

    /// <summary>filemap_add_folio: EEXIST where any of the pages has a folio, EINVAL beyond the end of the
    /// file.</summary>
    public Errno TryAdd(FilePage first, FrameBlock folio)
    {
        if (!IsInFile(first))
        {
            return Errno.EINVAL;
        }

        CachedFile file = _files[first.File];
        if (file.TryFindFrom(first.Index, out ulong next, out _) && next < first.Index + folio.Frames)
        {
            return Errno.EEXIST;
        }

        file.Add(first.Index, folio);
        _places.Add(folio.Head, first);
        return Errno.None;
    }

    /// <summary>folio->mapping and folio->index; false for a folio that is in no file, or no longer.</summary>
    public bool TryFindPlace(Pfn head, out FilePage first) => _places.TryGetValue(head, out first);

    /// <summary>Takes a folio out of its file (filemap_remove_folio).</summary>
    public void Remove(Pfn head)
    {
        if (_places.Remove(head, out FilePage first))
        {
            _files[first.File].Remove(first.Index);
        }
    }

    /// <summary>Puts folios of one page in the place of one (xas_split).</summary>
    public void Split(FrameBlock folio)
    {
        if (_places.TryGetValue(folio.Head, out FilePage first))
        {
            CachedFile file = _files[first.File];
            file.Split(first.Index, folio);
            for (ulong page = 0; page < folio.Frames; page++)
            {
                _places[folio.Head + page] = first with { Index = first.Index + page };
            }
        }
    }

    /// <summary>Puts another folio of the same order in the place of one (folio_migrate_mapping).</summary>
    public void Replace(Pfn head, FrameBlock by)
    {
        if (_places.Remove(head, out FilePage first))
        {
            _places.Add(by.Head, first);
            _files[first.File].Replace(first.Index, by);
        }
    }
}
