namespace PhyrActors.Actors;

/// <summary>Which operation a message belongs to that takes a token: the same one at every actor on its way, so that a
/// cycle of waiters can be told.</summary>
internal static class Operations
{
    /// <param name="message">What takes the token, or waits for it.</param>
    /// <param name="process">The process whose token it is, or 0.</param>
    public static TokenUser UserOf(object message, int process) => message switch
    {
        GupPinnerProtocol.Pin pin => OfPin(pin.Number),
        GupPinnerProtocol.PinUserPages pin => OfPin(pin.Number),
        GupPinnerProtocol.GetUserPages get => OfPin(get.Number),
        GupPinnerProtocol.GetUserRange get => OfPin(get.Number),
        AddressSpaceProtocol.ReadPtes { Notifier: > 0 } fault => new TokenUser("device fault", fault.Pin),
        AddressSpaceProtocol.ReadPtes { Pin: >= 0 } batch => OfPin(batch.Pin),
        AddressSpaceProtocol.ReadPtes fault => new TokenUser("fault at page", PageOf(fault.Start)),
        AddressSpaceProtocol.Zap { Unmap: true } unmap => new TokenUser("munmap of page", PageOf(unmap.Start)),
        AddressSpaceProtocol.Zap drop => new TokenUser("MADV_DONTNEED of page", PageOf(drop.Start)),
        AddressSpaceProtocol.Mmap mmap => new TokenUser("mmap of page", PageOf(mmap.Start)),
        AddressSpaceProtocol.Collapse collapse => new TokenUser("collapse at page", PageOf(collapse.At)),
        AddressSpaceProtocol.Merge merge => new TokenUser("merge with page", PageOf(merge.Kept)),
        AddressSpaceProtocol.Fork fork => new TokenUser("fork of process", fork.ChildProcess),
        AddressSpaceProtocol.Exit or GupPinnerProtocol.EndProcess => OfExit(process),
        AddressSpaceProtocol.Mremap move => new TokenUser("mremap of page", PageOf(move.From)),
        AddressSpaceProtocol.UserfaultMove move => new TokenUser("UFFDIO_MOVE of page", PageOf(move.From)),
        AddressSpaceProtocol.HintNuma hint => new TokenUser("NUMA hint at page", PageOf(hint.At)),
        AddressSpaceProtocol.Exec or GupPinnerProtocol.Exec => OfExec(process),
        AddressSpaceProtocol.WalkFile walk => OfWalk(walk.Ticket),
        FolioManager.VisitMappings visit => OfWalk(visit.Ticket),
        FolioManager.TakeMapping take => OfFolio(take.Ticket),
        FolioManagerProtocol.SetMappings set => set.By,
        FolioManagerProtocol.FaultFile fault => UserOf(fault.Batch, process),
        FolioManagerProtocol.WriteBack write => new TokenUser("writeback of page", (long)write.Page.Index),
        FolioManager.RemovePages remove => new TokenUser("truncation of file", remove.File),
        MmuNotifierProtocol.Invalidate invalidate => new TokenUser("invalidation", invalidate.Invalidation),
        HmmOdp.MapFound found => new TokenUser("mapping of device fault", found.Fault),
        HmmOdp.UnmapAll all => new TokenUser("end of region", all.Region),
        IommuDomain.CloseBatch close => new TokenUser("invalidation batch", close.Batch),
        IoPageTableProtocol.WriteEntries write => new TokenUser("map at page", PageOf(write.Start)),
        VfioType1Protocol.MapDma map => new TokenUser("VFIO map", map.Request),
        VfioType1Protocol.UnmapDma unmap => new TokenUser("VFIO unmap", unmap.Request),
        IoptPagesProtocol.FillDomain fill => new TokenUser("fill of domain", fill.Request),
        IoptPagesProtocol.UnfillDomain unfill => new TokenUser("unfill of domain", unfill.Request),
        IoptPagesProtocol.PinAccess access => new TokenUser("access", access.Request),
        IoptPagesProtocol.UnpinAccess access => new TokenUser("end of access", access.Request),
        DmaBufProtocol.Map map => new TokenUser("map of attachment", map.Importer),
        DmaBufProtocol.Unmap unmap => new TokenUser("unmap of attachment", unmap.Importer),
        _ => new TokenUser(message.GetType().Name, process),
    };

    public static TokenUser OfPin(long pin) => new("pin", pin);

    public static TokenUser OfExit(int process) => new("exit of process", process);

    public static TokenUser OfExec(int process) => new("exec of process", process);

    /// <summary>A visit of all mappings of a locked folio of a file.</summary>
    public static TokenUser OfWalk(long ticket) => new("file walk", ticket);

    /// <summary>What takes the one mapping of a locked folio away for a while.</summary>
    public static TokenUser OfFolio(long ticket) => new("folio operation", ticket);

    private static long PageOf(Iova at) => (long)(at.Value >> Pfn.FrameSizeLog2);

    private static long PageOf(VirtAddr at) => (long)(at.Value >> Pfn.FrameSizeLog2);
}
