namespace PhyrActors.Actors.Tests;

/// <summary>A process of a few pages and the memory under it, before their actors take them over.</summary>
internal sealed class SmallProcess
{
    public const int Number = 7;

    /// <summary>An anonymous page of the process's own.</summary>
    public const PteFlags OwnPage = PteFlags.Present | PteFlags.Writable | PteFlags.AnonExclusive;

    /// <summary>Private memory that may be read and written.</summary>
    public const VmaFlags Anonymous = VmaFlags.Read | VmaFlags.Write | VmaFlags.MayWrite;

    private static readonly VirtAddr s_start = new(0x4000_0000);

    public SmallProcess(ulong frames = 2048, MemoryZone zone = MemoryZone.Normal)
        : this(new FolioTable(new ZoneSpan(zone, default, frames)), zone)
    {
    }

    private SmallProcess(FolioTable folios, MemoryZone zone) => (Folios, Zone) = (folios, zone);

    public FolioTable Folios { get; }

    public VmaTree Vmas { get; } = new();

    public ProcessPageTable Pages { get; } = new();

    public PageCache Files { get; } = new();

    /// <summary>Where the folios that are given next lie.</summary>
    public MemoryZone Zone { get; set; }

    /// <summary>A process whose pages lie in a zone of their own, beside memory where they may be pinned for
    /// long.</summary>
    public static SmallProcess InZones(MemoryZone zone, int lruBatch = 0) => new(
        new FolioTable(new ZoneSpan(MemoryZone.Normal, default, 1024), new ZoneSpan(zone, new Pfn(1024), 1024))
        {
            LruBatchFolios = lruBatch,
        },
        zone);

    /// <summary>A process with so many frames of memory of each kind; its pages lie in ordinary memory.</summary>
    public static SmallProcess OfEveryZone(ulong frames = 64)
    {
        ZoneSpan[] zones = [.. Enum.GetValues<MemoryZone>()
            .Where(static zone => zone != MemoryZone.Isolate)
            .Select((zone, place) => new ZoneSpan(zone, new Pfn((ulong)place * frames), frames))];
        return new SmallProcess(new FolioTable(zones), MemoryZone.Normal);
    }

    /// <summary>The address of a page of the process, from 0; page 0 begins 2 MiB.</summary>
    public static VirtAddr At(ulong page) => s_start + (page << Pfn.FrameSizeLog2);

    public static PteRun Entry(ulong page, Pfn frame, int pages = 1, PteFlags flags = OwnPage) =>
        new(At(page), frame, pages, flags);

    public SmallProcess AddVma(ulong firstPage, ulong endPage, VmaFlags flags = Anonymous)
    {
        Vmas.Add(new Vma(At(firstPage), At(endPage), flags));
        return this;
    }

    /// <summary>A file of so many pages, mapped from a page of the process on.</summary>
    public SmallProcess AddFile(
        int file, ulong pages, bool tracksDirty = false, ulong atPage = 0, bool isPrivate = false)
    {
        VmaFlags tracks = (tracksDirty && !isPrivate ? VmaFlags.TracksDirty : VmaFlags.None)
            | (isPrivate ? VmaFlags.None : VmaFlags.Shared);
        Files.AddFile(file, pages, tracksDirty);
        Vmas.Add(new Vma(
            At(atPage), At(atPage + pages), Anonymous | tracks, new VmaFile(file, 0)));
        return this;
    }

    /// <summary>A shared mapping of a file on memory that the CPU maps itself, from page 0 on.</summary>
    public static SmallProcess OfDax(int file, ulong pages)
    {
        SmallProcess process = InZones(MemoryZone.FsDax);
        process.Files.AddFile(file, pages, tracksDirty: true, isDax: true);
        VmaFlags flags = Anonymous | VmaFlags.Shared | VmaFlags.FsDax | VmaFlags.TracksDirty;
        process.Vmas.Add(new Vma(At(0), At(pages), flags, new VmaFile(file, 0)));
        return process;
    }

    /// <summary>A folio of a file, in the page cache and mapped nowhere.</summary>
    public Pfn Cache(int file, ulong page, int order = 0)
    {
        Pfn head = Allocate(order);
        Files.TryAdd(new FilePage(file, page), FolioOf(head).Block);
        Folios.TryGet(head, 1 << order);
        Folios.TryChangeFlags(head, FolioFlags.Cached);
        Folios.Put(head);
        return head;
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

    /// <summary>A folio of 1 GiB from page 0 on, which 512 huge entries map.</summary>
    public Pfn GiveGigantic()
    {
        Pfn head = Allocate(18);
        Folios.TryChangeFlags(head, FolioFlags.Anon | FolioFlags.AnonExclusive);
        Folios.TryMap(head, Number, At(0));
        Folios.Put(head);
        Pages.Map(At(0), head, 1UL << 18, OwnPage | PteFlags.Huge);
        return head;
    }

    /// <summary>A folio with one reference, the test's.</summary>
    public Pfn Allocate(int order = 0) => Folios.TryAllocate(order, Zone, out Folio folio) == Errno.None
        ? folio.Head
        : throw new InvalidOperationException("The memory of this test is too small.");

    /// <summary>Leaves no frame free where pages may be pinned for long.</summary>
    public void ExhaustNormal()
    {
        while (Folios.TryAllocate(0, MemoryZone.Normal, out _) == Errno.None)
        {
        }
    }

    /// <summary>Leaves no frame free.</summary>
    public void Exhaust()
    {
        while (Folios.TryAllocate(0, Zone, out _) == Errno.None)
        {
        }
    }

    /// <summary>Every folio with its counts, and how many pins are out.</summary>
    public string Counts()
    {
        List<string> folios = [$"{Folios.NrFollPinAcquired - Folios.NrFollPinReleased} pins"];
        for (Pfn frame = default; Folios.TryZoneOf(frame, out _);)
        {
            bool found = Folios.TryFind(frame, out Folio folio);
            if (found)
            {
                folios.Add($"{folio}");
            }

            frame = found ? folio.Block.End : frame + 1;
        }

        return string.Join('\n', folios);
    }

    public Folio FolioOf(Pfn frame) => Folios.TryFind(frame, out Folio folio)
        ? folio
        : throw new InvalidOperationException($"There is no folio at {frame}.");
}
