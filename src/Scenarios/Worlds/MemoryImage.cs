using PhyrActors.Model;
using static PhyrActors.Actors.AddressSpaceProtocol;

namespace PhyrActors.Scenarios;

/// <summary>The machine's memory as a run finds it: folios handed to one process, and that process's page
/// table.</summary>
internal sealed class MemoryImage
{
    /// <summary>Where the process's memory begins.</summary>
    public static readonly VirtAddr ProcessStart = new(0x7f00_0000_0000);

    /// <summary>The file that the end of the process's memory shows, where there is one.</summary>
    public const int File = 1;

    /// <summary>Private memory that may be read and written.</summary>
    public const VmaFlags Anonymous = VmaFlags.Read | VmaFlags.Write | VmaFlags.MayWrite;

    private MemoryImage(FolioTable folios, VmaTree vmas, ProcessPageTable pages, Pfn tableRoot)
    {
        (Folios, Vmas, Pages, TableRoot) = (folios, vmas, pages, tableRoot);
    }

    public FolioTable Folios { get; }

    public PageCache Files { get; } = new();

    public VmaTree Vmas { get; }

    public ProcessPageTable Pages { get; }

    /// <summary>A frame for the root of the I/O page table.</summary>
    public Pfn TableRoot { get; }

    /// <summary>A frame for the root of another table.</summary>
    public Pfn AllocateTableRoot() => Allocate(Folios, 0, null, MemoryZone.Normal);

    /// <param name="settings">How much memory, in which folios.</param>
    /// <param name="sharedBytes">The first bytes of the process, which a fork shares; the rest is
    /// MADV_DONTFORK.</param>
    /// <param name="process">The process's number.</param>
    /// <param name="seed">Decides which frames and which order.</param>
    /// <exception cref="ConfigurationException">The machine has too little memory of the sizes asked for.</exception>
    public static MemoryImage Build(MemorySettings settings, ulong sharedBytes, int process, ulong seed)
    {
        SplitMix64 random = new(SplitMix64.Mix(seed, SplitMix64.Hash("memory")));
        ulong Below(ulong count) => random.Below(count);
        FolioTable folios = new(ZonesOf(settings)) { LruBatchFolios = settings.LruBatchFolios };
        if (settings.Fragmentation > 0)
        {
            folios.Fragment(settings.Fragmentation, Below);
        }

        Pfn root = Allocate(folios, 0, null, MemoryZone.Normal);
        ProcessPageTable pages = new();
        VirtAddr at = ProcessStart;
        ulong anonymousBytes = settings.ProcessBytes - settings.FileBytes;
        foreach (int order in new FolioMix(settings, ref random).Orders())
        {
            if (at + (Pfn.FrameSizeBytes << order) > ProcessStart + anonymousBytes)
            {
                // The file's pages are made when somebody needs them.
                break;
            }

            Pfn head = Allocate(folios, order, Below, MemoryZone.Movable, MemoryZone.Cma, MemoryZone.Normal);
            Give(folios, pages, head, order, process, at);
            at += Pfn.FrameSizeBytes << order;
        }

        MemoryImage image = new(folios, Vma(anonymousBytes, sharedBytes), pages, root);
        image.MapFile(settings);
        return image;
    }

    /// <summary>Where the file is mapped.</summary>
    public static VirtAddr FileStart(MemorySettings settings) =>
        ProcessStart + (settings.ProcessBytes - settings.FileBytes);

    /// <summary>What maps the file's page again at an address that showed it.</summary>
    public static Mmap FileAt(MemorySettings settings, VirtAddr at) => new(at, Pfn.FrameSizeBytes, FileFlags(settings))
    {
        File = new VmaFile(File, (at - FileStart(settings)) >> Pfn.FrameSizeLog2),
    };

    /// <summary>A place behind the process's memory, in another 2 MiB, where a page of it can be moved to.</summary>
    public static VirtAddr Elsewhere(MemorySettings settings) =>
        ProcessStart + settings.ProcessBytes + PageSize.Size2MiB.Bytes;

    public static Mmap AnonymousAt(VirtAddr at) => new(at, Pfn.FrameSizeBytes, Anonymous);

    private static VmaFlags FileFlags(MemorySettings settings) =>
        settings.FileIsPrivate ? Anonymous
        : settings.FileTracksDirty ? Anonymous | VmaFlags.Shared | VmaFlags.TracksDirty
        : Anonymous | VmaFlags.Shared;

    private void MapFile(MemorySettings settings)
    {
        ulong bytes = settings.FileBytes;
        if (bytes > 0)
        {
            VirtAddr at = FileStart(settings);
            Files.AddFile(File, bytes >> Pfn.FrameSizeLog2, settings.FileTracksDirty);
            Vmas.Add(new Vma(at, at + bytes, FileFlags(settings), new VmaFile(File, 0)));
        }
    }

    private static VmaTree Vma(ulong processBytes, ulong sharedBytes)
    {
        VmaTree vmas = new();
        VirtAddr end = ProcessStart + processBytes;
        VirtAddr dontFork = ProcessStart + Math.Min(sharedBytes, processBytes);
        if (ProcessStart < dontFork)
        {
            vmas.Add(new Vma(ProcessStart, dontFork, Anonymous));
        }

        if (dontFork < end)
        {
            vmas.Add(new Vma(dontFork, end, Anonymous | VmaFlags.DontFork));
        }

        return vmas;
    }

    private static ZoneSpan[] ZonesOf(MemorySettings settings)
    {
        ulong movable = settings.MovableBytes >> Pfn.FrameSizeLog2;
        ulong cma = settings.CmaBytes >> Pfn.FrameSizeLog2;
        ulong normal = (settings.MachineBytes >> Pfn.FrameSizeLog2) - movable - cma;
        List<ZoneSpan> zones = [new ZoneSpan(MemoryZone.Normal, default, normal)];
        if (cma > 0)
        {
            zones.Add(new ZoneSpan(MemoryZone.Cma, zones[^1].End, cma));
        }

        if (movable > 0)
        {
            zones.Add(new ZoneSpan(MemoryZone.Movable, zones[^1].End, movable));
        }

        return [.. zones];
    }

    /// <summary>From the first of the zones that has such a block.</summary>
    private static Pfn Allocate(
        FolioTable folios, int order, Func<ulong, ulong>? below, params ReadOnlySpan<MemoryZone> zones)
    {
        Folio folio = default;
        bool found = false;
        for (int i = 0; i < zones.Length && !found; i++)
        {
            found = folios.TryAllocate(order, zones[i], out folio, below) == Errno.None;
        }

        if (!found)
        {
            throw new ConfigurationException(
                $"memory.machine has no free block of {PageSizeText(order)} left for memory.process: "
                + "more memory, less fragmentation, or smaller folios are needed");
        }

        return folio.Head;
    }

    private static string PageSizeText(int order) => new PageSize(Pfn.FrameSizeLog2 + order).ToString();

    /// <summary>An anonymous page after its first fault: exclusive, one mapping, and the mapping's reference; the last
    /// ones wait in the CPU's batch for the LRU list.</summary>
    private static void Give(FolioTable folios, ProcessPageTable pages, Pfn head, int order, int process, VirtAddr at)
    {
        PteFlags flags = PteFlags.Present | PteFlags.Writable | PteFlags.AnonExclusive;
        folios.TryChangeFlags(head, FolioFlags.Anon | FolioFlags.AnonExclusive);
        folios.TryMap(head, process, at);
        folios.Put(head);
        pages.Map(at, head, 1UL << order, order >= 9 ? flags | PteFlags.Huge : flags);
        folios.AddToLru(head);
    }
}
