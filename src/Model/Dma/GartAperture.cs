namespace PhyrActors.Model;

/// <summary>The remapping part of a northbridge's GART: few pages, one table for all devices, no protection.</summary>
/// <remarks>Entries that map nothing lead to a scratch page: a device that goes there reads and writes garbage and
/// nobody is told. The first pages are kept for that purpose. Source: arch/x86/kernel/amd_gart_64.c, v6.16.</remarks>
public sealed class GartAperture
{
    /// <summary>Pages never handed out (EMERGENCY_PAGES).</summary>
    public const int EmergencyPages = 32;

    private readonly BusAddr _start;
    private readonly Pfn _scratch;
    private readonly Pfn?[] _table;
    private int _next = EmergencyPages;

    /// <param name="start">The first bus address of the aperture, at a page.</param>
    /// <param name="pages">How many pages it has.</param>
    /// <param name="scratch">Where unmapped entries lead.</param>
    public GartAperture(BusAddr start, int pages, Pfn scratch)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(pages, EmergencyPages);
        ArgumentOutOfRangeException.ThrowIfNotEqual(start.Value & PageSize.Size4KiB.OffsetMask, 0UL, nameof(start));
        (_start, _scratch, _table) = (start, scratch, new Pfn?[pages]);
    }

    /// <summary>Pages in use.</summary>
    public int UsedPages { get; private set; }

    /// <summary>A device needs the aperture for a piece: it cannot send its address.</summary>
    public static bool IsNeeded(DmaDevice device, Phyr phyr)
    {
        ArgumentNullException.ThrowIfNull(device);
        return !device.CanReach(new BusAddr(phyr.Start.Value), phyr.LengthBytes);
    }

    /// <summary>Maps pieces one behind the other; only the first may begin and the last end inside a page.</summary>
    /// <returns>ENOMEM: no run of so many pages is free.</returns>
    public Errno TryMap(DmaDevice device, ReadOnlySpan<Phyr> pieces, out DmaRange mapped)
    {
        ArgumentNullException.ThrowIfNull(device);
        int pages = 0;
        ulong lengthBytes = 0;
        foreach (Phyr piece in pieces)
        {
            pages += PagesOf(piece.Start.Value, piece.LengthBytes);
            lengthBytes += piece.LengthBytes;
        }

        mapped = default;
        if (!TryFind(device, pages, _next, out int first) && !TryFind(device, pages, EmergencyPages, out first))
        {
            return Errno.ENOMEM;
        }

        int at = first;
        foreach (Phyr piece in pieces)
        {
            Pfn frame = Pfn.Of(piece.Start);
            for (int page = PagesOf(piece.Start.Value, piece.LengthBytes); page > 0; page--)
            {
                _table[at++] = frame;
                frame += 1;
            }
        }

        _next = at < _table.Length ? at : EmergencyPages;
        UsedPages += pages;
        BusAddr start = _start + (((ulong)first << Pfn.FrameSizeLog2) | (pieces[0].Start.Value & 0xFFF));
        mapped = new DmaRange(start, lengthBytes);
        return Errno.None;
    }

    /// <summary>Clears entries; addresses outside the aperture, or in its reserve, mean nothing.</summary>
    public void Unmap(DmaRange mapped)
    {
        int first = PageAt(mapped.BusAddr);
        if (first < EmergencyPages)
        {
            return;
        }

        int end = Math.Min(first + PagesOf(mapped.BusAddr.Value, mapped.LengthBytes), _table.Length);
        for (int page = first; page < end; page++)
        {
            UsedPages -= _table[page] is null ? 0 : 1;
            _table[page] = null;
        }

        _next = first >= _next ? Math.Min(end, _table.Length - 1) : _next;
    }

    /// <summary>Where an access of a device ends up.</summary>
    public PhysAddr Translate(BusAddr address)
    {
        int page = PageAt(address);
        return page < 0
            ? new PhysAddr(address.Value)
            : (_table[page] ?? _scratch).Address + (address.Value & PageSize.Size4KiB.OffsetMask);
    }

    private bool TryFind(DmaDevice device, int pages, int from, out int first)
    {
        ulong boundaryPages = (device.SegmentBoundaryMask >> Pfn.FrameSizeLog2) + 1;
        ulong startPage = _start.Value >> Pfn.FrameSizeLog2;
        int run = 0;
        for (int page = from; page < _table.Length; page++)
        {
            run = _table[page] is not null ? 0 : (startPage + (ulong)page) % boundaryPages == 0 ? 1 : run + 1;
            if (run == pages)
            {
                first = page + 1 - pages;
                return true;
            }
        }

        first = 0;
        return false;
    }

    /// <summary>The page of the aperture that an address lies in, -1 for none.</summary>
    private int PageAt(BusAddr address) =>
        address >= _start && (address - _start) >> Pfn.FrameSizeLog2 is var page && page < (ulong)_table.Length
            ? (int)page
            : -1;

    private static int PagesOf(ulong start, ulong lengthBytes) =>
        (int)(((start & PageSize.Size4KiB.OffsetMask) + lengthBytes + PageSize.Size4KiB.OffsetMask)
            >> Pfn.FrameSizeLog2);
}
