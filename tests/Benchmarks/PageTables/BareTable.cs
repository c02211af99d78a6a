namespace PhyrActors.Benchmarks;

/// <summary>The least that a walk can be: four levels of entries in one array, nothing checked.</summary>
internal sealed class BareTable
{
    private const int Levels = 4;
    private const ulong Mask = 511;

    private readonly ulong[] _entries;
    private int _tables = 1;

    public BareTable(ulong iova, ulong phys, ulong pages)
    {
        _entries = new ulong[(pages + (pages / 256)) + (16 * 512)];
        for (ulong page = 0; page < pages; page++)
        {
            ulong at = (iova >> 12) + page;
            int table = 0;
            for (int level = Levels - 1; level > 0; level--)
            {
                ref ulong entry = ref _entries[(table << 9) | (int)(at >> (9 * level) & Mask)];
                if (entry == 0)
                {
                    entry = (ulong)_tables++;
                }

                table = (int)entry;
            }

            _entries[(table << 9) | (int)(at & Mask)] = phys + (page << 12);
        }
    }

    public ulong Walk(ulong iova)
    {
        ulong[] entries = _entries;
        ulong table = entries[iova >> 39 & Mask];
        table = entries[(table << 9) | (iova >> 30 & Mask)];
        table = entries[(table << 9) | (iova >> 21 & Mask)];
        return entries[(table << 9) | (iova >> 12 & Mask)] | (iova & 4095);
    }
}
