namespace PhyrActors.Model;

/// <summary>How a kernel is built: what an entry of a scatterlist has beside page, offset and length.</summary>
/// <remarks>Source: include/linux/scatterlist.h, v6.12.</remarks>
public enum ScatterlistLayout
{
    /// <summary>24 bytes: a DMA address only; the length is the CPU's.</summary>
    WithoutDmaLength = 0,

    /// <summary>32 bytes: a DMA address, a DMA length and DMA flags.</summary>
    WithDmaLength = 1,
}

/// <summary>The tables of a scatterlist as they lie in memory: at most 128 entries each, chained.</summary>
/// <remarks>Word 0 is page_link: the page pointer, bit 0 set where the entry is the link to the next table, bit 1 where
/// it is the last. A struct page has 64 bytes; the pointer is the frame number plus one in units of those, 0 is no
/// page. Word 1: offset 31:0, length 63:32. Word 2: DMA address. Word 3: DMA length 31:0, DMA flags
/// 63:32. Allocation follows get_next_sg of lib/scatterlist.c, v6.12.</remarks>
internal sealed class ScatterlistTables(ScatterlistLayout layout, Func<int, bool>? mayTake)
{
    private const ulong Chain = 1;
    private const ulong End = 2;
    private const ulong Flags = Chain | End;
    private const int PageLog2 = 6;

    private readonly int _words = layout == ScatterlistLayout.WithDmaLength ? 4 : 3;
    private readonly List<ulong[]> _tables = [];

    /// <summary>Entries that can hold memory: all but the links.</summary>
    public int Room { get; private set; }

    public ulong BytesHeld
    {
        get
        {
            ulong bytes = 0;
            foreach (ulong[] table in _tables)
            {
                bytes += sizeof(ulong) * (ulong)table.Length;
            }

            return bytes;
        }
    }

    public Span<ulong> this[StoragePlace place] => _tables[place.Table].AsSpan(place.Entry * _words, _words);

    /// <summary>The entry's page; null: none.</summary>
    public Pfn? PageAt(StoragePlace place)
    {
        ulong page = this[place][0] >> PageLog2;
        return page == 0 ? null : new Pfn(page - 1);
    }

    public void SetPage(StoragePlace place, Pfn? page)
    {
        ref ulong link = ref this[place][0];
        link = (link & Flags) | (page is { } pfn ? (pfn.Value + 1) << PageLog2 : 0);
    }

    public void SetEnd(StoragePlace place, bool isEnd)
    {
        ref ulong link = ref this[place][0];
        link = (link & ~Flags) | (isEnd ? End : 0);
    }

    public bool IsEnd(StoragePlace place) => (this[place][0] & End) != 0;

    public bool IsChain(StoragePlace place) => (this[place][0] & Chain) != 0;

    /// <summary>The entry behind one that is not the last (sg_next).</summary>
    public StoragePlace Next(StoragePlace place)
    {
        StoragePlace next = place with { Entry = place.Entry + 1 };
        return IsChain(next) ? new StoragePlace((int)(this[next][0] >> PageLog2), 0) : next;
    }

    /// <summary>The first entry to fill, in a table taken for it.</summary>
    /// <param name="needed">How many entries may be wanted.</param>
    /// <param name="first">The entry.</param>
    /// <returns>False: there is no memory.</returns>
    public bool TryStart(int needed, out StoragePlace first)
    {
        first = new StoragePlace(_tables.Count, 0);
        return TryAdd(needed);
    }

    /// <summary>The entry to fill after another; the last of a table is kept for the link unless no more than one is
    /// wanted.</summary>
    /// <returns>False: there is no memory.</returns>
    public bool TryGoOn(ref StoragePlace place, int needed)
    {
        StoragePlace next = place with { Entry = place.Entry + 1 };
        if (!IsEnd(next) || needed == 1)
        {
            place = next;
            return true;
        }

        if (!TryStart(needed, out place))
        {
            return false;
        }

        this[next][0] = ((ulong)place.Table << PageLog2) | Chain;
        Room--;
        return true;
    }

    /// <summary>Gives back the tables behind one, whose link ends it again.</summary>
    public void CutAfter(int table)
    {
        while (_tables.Count > table + 1)
        {
            Room -= _tables[^1].Length / _words;
            _tables.RemoveAt(_tables.Count - 1);
            if (_tables.Count == 0)
            {
                return;
            }

            StoragePlace link = new(_tables.Count - 1, (_tables[^1].Length / _words) - 1);
            this[link].Clear();
            SetEnd(link, true);
            Room++;
        }
    }

    private bool TryAdd(int needed)
    {
        int entries = Math.Min(needed, (int)ScatterlistFormat.TableEntries);
        if (mayTake?.Invoke(entries * _words * sizeof(ulong)) == false)
        {
            return false;
        }

        _tables.Add(new ulong[entries * _words]);
        SetEnd(new StoragePlace(_tables.Count - 1, entries - 1), true);
        Room += entries;
        return true;
    }
}
