namespace PhyrActors.Actors;

/// <summary>Mapping what a fault has found, page by page into the region's one window, and then the device's table; all
/// under the mutex (hmm_dma_map_pfn, mlx5_ib_update_xlt).</summary>
public sealed partial class HmmOdp
{
    private const ulong PageBytes = Pfn.FrameSizeBytes;

    private long _mappings;

    private void MapIfUnchanged(OdpFault fault)
    {
        if (MustRetry(fault))
        {
            fault.Region.UmemMutex.Release(Self);
            LookUpAgain(fault);
            return;
        }

        fault.Region.Mapping = fault;
        fault.Next = fault.First;
        MapNext(fault);
    }

    private void MapNext(OdpFault fault)
    {
        OdpRegion region = fault.Region;
        while (fault.Next < fault.End && region.Pages.ContainsKey(fault.Next))
        {
            // Another fault was faster.
            fault.Next += PageBytes;
        }

        if (fault.Next == fault.End)
        {
            Post(fault);
            return;
        }

        RangeCpuBuilder builder = new();
        builder.AppendRun(fault.FrameAt(fault.Next), 1);
        OdpPage page = new(builder.Build(), NotifierKeeper.Of(_mappings++));
        region.Pages.Add(fault.Next, page);
        Context.System.EventStream.Publish(new NotifierPageMapped(
            region.Notifier, page.Keeper, region.AddressOf(fault.Next), page.Range, fault.Sequence));
        _settings.Domain.Tell(new IommuDomainProtocol.Link(
            region.State, page.Range, page.Keeper, DmaDirection.Bidirectional, region.Cpu, fault.Next));
    }

    private void OnLinked(IommuDomainProtocol.Linked linked)
    {
        OdpRegion region = _byState[linked.State];
        OdpFault fault = region.Mapping!;
        if (linked.Errno == Errno.None)
        {
            _settings.Domain.Tell(new IommuDomainProtocol.Sync(region.State, fault.Next, PageBytes, region.Cpu));
            return;
        }

        fault.Errno = linked.Errno;
        Drop(region, fault.Next, isDirty: false);
        EndMapping(fault);
    }

    private void OnSynced(IommuDomainProtocol.Synced synced)
    {
        OdpRegion region = _byState[synced.State];
        OdpFault fault = region.Mapping!;
        if (synced.Errno == Errno.None)
        {
            fault.Next += PageBytes;
            MapNext(fault);
            return;
        }

        // What was mapped before stays: another fault finds it.
        fault.Errno = synced.Errno;
        Unmap(region, [fault.Next], () => EndMapping(fault));
    }

    private void Post(OdpFault fault)
    {
        OdpRegion region = fault.Region;
        for (ulong offset = fault.First; offset < fault.End; offset += PageBytes)
        {
            OdpPage page = region.Pages[offset];
            if (!page.IsPosted)
            {
                page.IsPosted = true;
                Context.System.EventStream.Publish(new AddressPosted(
                    _settings.Requester, _settings.DomainNumber, region.State + offset, PageBytes));
            }
        }

        _settings.Engine.Tell(new DmaEngineProtocol.WritePages(
            region.Number, fault.First, fault.End - fault.First, Present: true));
    }

    private void OnPagesWritten(DmaEngineProtocol.PagesWritten written)
    {
        OdpRegion region = _regions[written.Key];
        if (written.Present)
        {
            EndMapping(region.Mapping!);
        }
        else
        {
            Revoke(region, region.UnmapUnderWay.Offsets);
            UnlinkNext(region);
        }
    }

    private void EndMapping(OdpFault fault)
    {
        fault.Region.Mapping = null;
        fault.Region.UmemMutex.Release(Self);
        EndFault(fault, fault.Errno);
    }
}
