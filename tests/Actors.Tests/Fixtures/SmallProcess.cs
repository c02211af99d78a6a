namespace PhyrActors.Actors.Tests;

/// <summary>A process of a few pages and the memory under it, before their actors take them over.</summary>
internal sealed class SmallProcess
{
    public const int Number = 7;

    private const PteFlags OwnPage = PteFlags.Present | PteFlags.Writable | PteFlags.AnonExclusive;

    private static readonly VirtAddr s_start = new(0x4000_0000);

    public SmallProcess(ulong frames = 2048, MemoryZone zone = MemoryZone.Normal) =>
        (Folios, Zone) = (new FolioTable(new ZoneSpan(zone, default, frames)), zone);

    public FolioTable Folios { get; }

    public VmaTree Vmas { get; } = new();

    public ProcessPageTable Pages { get; } = new();

    private MemoryZone Zone { get; }

    /// <summary>The address of a page of the process, from 0; page 0 begins 2 MiB.</summary>
    public static VirtAddr At(ulong page) => s_start + (page << Pfn.FrameSizeLog2);

    public static PteRun Entry(ulong page, Pfn frame, int pages = 1, PteFlags flags = OwnPage) =>
        new(At(page), frame, pages, flags);

    public SmallProcess AddVma(ulong firstPage, ulong endPage, VmaFlags flags = VmaFlags.Write)
    {
        Vmas.Add(new Vma(At(firstPage), At(endPage), flags));
        return this;
    }

    /// <summary>Maps frames that no folio table knows.</summary>
    public SmallProcess Map(ulong page, Pfn frame, ulong pages = 1, PteFlags flags = OwnPage)
    {
        Pages.Map(At(page), frame, pages, flags);
        return this;
    }

    /// <summary>A folio of the process's own: one mapping, and the mapping's reference.</summary>
    public Pfn Give(ulong page, int order = 0)
    {
        Pfn head = Allocate(order);
        Folios.TryChangeFlags(head, FolioFlags.Anon | FolioFlags.AnonExclusive);
        Folios.TryMap(head, Number, At(page));
        Folios.Put(head);
        Pages.Map(At(page), head, 1UL << order, order >= 9 ? OwnPage | PteFlags.Huge : OwnPage);
        return head;
    }

    /// <summary>A folio with one reference, the test's.</summary>
    public Pfn Allocate(int order = 0) => Folios.TryAllocate(order, Zone, out Folio folio) == Errno.None
        ? folio.Head
        : throw new InvalidOperationException("The memory of this test is too small.");

    /// <summary>Leaves no frame free.</summary>
    public void Exhaust()
    {
        while (Folios.TryAllocate(0, Zone, out _) == Errno.None)
        {
        }
    }

    public Folio FolioOf(Pfn frame) => Folios.TryFind(frame, out Folio folio)
        ? folio
        : throw new InvalidOperationException($"There is no folio at {frame}.");
}
