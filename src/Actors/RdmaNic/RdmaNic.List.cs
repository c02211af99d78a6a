namespace PhyrActors.Actors;

/// <summary>The way of drivers that get no window of IOVA, as where addresses pass through: a scatterlist, mapped by
/// the old API (rows D12, D17).</summary>
public sealed partial class RdmaNic
{
    private void OnAllocRefused(IommuDomainProtocol.AllocRefused refused)
    {
        Region region = _regions[refused.Request];
        if (refused.Errno != Errno.EOPNOTSUPP)
        {
            Undo(region, refused.Errno);
            return;
        }

        _settings.Domain.Tell(new IommuDomainProtocol.MapSg(
            region.Number, region.Range!, region.Number, DmaDirection.Bidirectional, region.Request.Context));
    }

    private void OnMapped(IommuDomainProtocol.Mapped mapped)
    {
        Region region = _regions[mapped.Request];
        if (mapped.Range is not { } entries)
        {
            Undo(region, mapped.Errno);
            return;
        }

        (region.Entries, region.State, region.LinkedBytes) = (entries, entries[0].Iova, entries.LengthBytes);
        _byState.Add(region.State, region);
        Context.System.EventStream.Publish(new ListAliased(_settings.Requester, region.Number, region.Range!));
        Program(region);
    }

    private void UnmapList(Region region)
    {
        Context.System.EventStream.Publish(new AliasDropped(_settings.Requester, region.Number, region.Range!));
        _settings.Domain.Tell(new IommuDomainProtocol.UnmapSg(
            region.State, region.LinkedBytes, region.Request.Context));
    }

    /// <summary>The domain that translates a region's addresses; -1 when they are the memory's own.</summary>
    private int DomainOf(Region region) => region.Entries is null ? _settings.DomainNumber : -1;
}
