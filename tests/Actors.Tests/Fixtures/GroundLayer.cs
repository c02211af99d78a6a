namespace PhyrActors.Actors.Tests;

/// <summary>Lays out a process, four pages at a time, as the kernel would have: what the entries permit, the VMAs
/// do.</summary>
internal static class GroundLayer
{
    public const ulong Pages = 4;

    private const int Child = 8;
    private const PteFlags ReadEntry = PteFlags.Present | PteFlags.AnonExclusive;
    private const PteFlags FileEntry = PteFlags.Present | PteFlags.Writable | PteFlags.File;
    private const VmaFlags SharedMemory = SmallProcess.Anonymous | VmaFlags.Shared;

    public static SmallProcess Lay(this SmallProcess process, ulong page, Ground ground)
    {
        switch (ground)
        {
            case Ground.Nothing:
                break;
            case Ground.Hole:
                process.AddVma(page, page + Pages);
                break;
            case Ground.Own:
                GiveEach(process.AddVma(page, page + Pages), page, MemoryZone.Normal, SmallProcess.OwnPage);
                break;
            case Ground.OwnFolio:
                process.AddVma(page, page + Pages).Give(page, order: 2);
                break;
            case Ground.ReadOnly:
                process.AddVma(page, page + Pages, VmaFlags.Read | VmaFlags.MayWrite);
                GiveEach(process, page, MemoryZone.Normal, ReadEntry);
                break;
            case Ground.ForkShared:
                foreach (Pfn head in GiveEach(
                    process.AddVma(page, page + Pages), page, MemoryZone.Normal, PteFlags.Present))
                {
                    process.Folios.TryChangeFlags(head, FolioFlags.None, FolioFlags.AnonExclusive);
                    process.Folios.TryMap(head, Child, SmallProcess.At(page));
                }

                break;
            case Ground.ZeroPage:
                LayZeroPage(process.AddVma(page, page + Pages), page);
                break;
            case Ground.Movable:
                GiveEach(process.AddVma(page, page + Pages), page, MemoryZone.Movable, SmallProcess.OwnPage);
                break;
            case Ground.DeviceCoherent:
                GiveEach(process.AddVma(page, page + Pages), page, MemoryZone.DeviceCoherent, SmallProcess.OwnPage);
                break;
            case Ground.PciP2pdma:
                foreach (Pfn head in GiveEach(
                    process.AddVma(page, page + Pages, SharedMemory),
                    page,
                    MemoryZone.PciP2pdma,
                    PteFlags.Present | PteFlags.Writable))
                {
                    process.Folios.TryChangeFlags(head, FolioFlags.None, FolioFlags.Anon | FolioFlags.AnonExclusive);
                }

                break;
            case Ground.ProtNone:
                process.AddVma(page, page + Pages, VmaFlags.MayWrite);
                break;
            case Ground.Io:
                process.AddVma(page, page + Pages, SharedMemory | VmaFlags.Io);
                break;
            case Ground.PfnMap:
                process.AddVma(page, page + Pages, SharedMemory | VmaFlags.PfnMap)
                    .Map(page, new Pfn(0x10_0000), Pages, PteFlags.Present | PteFlags.Writable | PteFlags.Special);
                break;
            default:
                LayFile(process, page, ground);
                break;
        }

        return process;
    }

    private static void LayFile(SmallProcess process, ulong page, Ground ground)
    {
        int number = (int)page + 1;
        bool isDax = ground == Ground.FsDax;
        bool tracksDirty = isDax || ground == Ground.TrackedFile;
        process.Files.AddFile(number, Pages, tracksDirty, isDax, isSecretMem: ground == Ground.SecretMem);
        VmaFlags flags = ground switch
        {
            Ground.PrivateFile => SmallProcess.Anonymous,
            Ground.ReadOnlyFile => VmaFlags.Read | VmaFlags.MayWrite | VmaFlags.Shared,
            Ground.TrackedFile => SharedMemory | VmaFlags.TracksDirty,
            Ground.SecretMem => SharedMemory | VmaFlags.SecretMem,
            Ground.FsDax => SharedMemory | VmaFlags.FsDax | VmaFlags.TracksDirty,
            _ => SharedMemory,
        };
        process.Vmas.Add(new Vma(
            SmallProcess.At(page), SmallProcess.At(page + Pages), flags, new VmaFile(number, 0)));
        process.Zone = isDax ? MemoryZone.FsDax : MemoryZone.Normal;
        bool isWritable = ground is not (Ground.PrivateFile or Ground.ReadOnlyFile);
        for (ulong index = 0; index < Pages; index++)
        {
            Pfn head = process.Cache(number, index);
            if (ground == Ground.UnmappedFile)
            {
                continue;
            }

            process.Files.Find(number)!.Prepare(index);
            process.Folios.TryMap(head, SmallProcess.Number, SmallProcess.At(page + index));
            process.Map(page + index, head, 1, isWritable ? FileEntry : FileEntry & ~PteFlags.Writable);
        }

        process.Zone = MemoryZone.Normal;
    }

    private static void LayZeroPage(SmallProcess process, ulong page)
    {
        if (process.Folios.ZeroPage is null)
        {
            process.Folios.MakeZeroPage(process.Allocate());
        }

        for (ulong index = 0; index < Pages; index++)
        {
            process.Map(page + index, process.Folios.ZeroPage!.Value, 1, PteFlags.Present | PteFlags.Special);
        }
    }

    private static Pfn[] GiveEach(SmallProcess process, ulong page, MemoryZone zone, PteFlags entry)
    {
        process.Zone = zone;
        Pfn[] heads = [.. Enumerable.Range(0, (int)Pages).Select(index => process.Give(page + (ulong)index))];
        process.Zone = MemoryZone.Normal;
        process.Pages.Unmap(SmallProcess.At(page), Pages);
        for (int index = 0; index < heads.Length; index++)
        {
            process.Map(page + (ulong)index, heads[index], 1, entry);
        }

        return heads;
    }
}
