using static PhyrActors.Actors.IoptPagesProtocol;

namespace PhyrActors.Actors;

/// <summary>Domains that the pages are mapped in: span by span, and whole or not at all.</summary>
public sealed partial class IoptPages
{
    private void BeginFill(FillDomain fill, Errno errno)
    {
        if (errno != Errno.None)
        {
            End(new DomainFilled(fill.Request, errno));
            return;
        }

        (_area, _mappedBytes) = (fill, 0);
        _toMap.Clear();
        ulong offset = 0;
        for (int chunk = 0; chunk < _range!.ChunkCount; chunk = _toMap[^1].EndChunk)
        {
            _toMap.Add(ContiguousRun.Find(PinNumber, _range, chunk, fill.Iova + offset));
            offset += _toMap[^1].LengthBytes;
        }

        MapNext(0);
    }

    private void MapNext(int span)
    {
        ContiguousRun run = _toMap[span];
        _area!.Domain.Tell(new UnmanagedProtocol.Map(
            run.Iova,
            run.Range,
            run.FirstChunk,
            run.Chunks,
            run.Pin,
            _settings.Writable ? DmaDirection.Bidirectional : DmaDirection.ToDevice));
        _then = errno => EndMap(span, errno);
    }

    private void OnMapped(UnmanagedProtocol.Mapped mapped)
    {
        if (mapped.MayBeCached)
        {
            Abandon(mapped.Errno);
        }

        _then(mapped.Errno);
    }

    private void EndMap(int span, Errno errno)
    {
        FillDomain fill = _area!;
        if (errno != Errno.None)
        {
            UnmapArea(_ => ReleaseUnused(() => End(new DomainFilled(fill.Request, errno))));
            return;
        }

        _mappedBytes += _toMap[span].LengthBytes;
        if (span + 1 < _toMap.Count)
        {
            MapNext(span + 1);
            return;
        }

        _areas.Add(fill.Request, fill);
        End(new DomainFilled(fill.Request, Errno.None));
    }

    /// <summary>iommu_unmap of what is mapped, answered when nothing of it is cached: pins go after that
    /// only.</summary>
    private void UnmapArea(Action<Errno> then)
    {
        if (_mappedBytes == 0)
        {
            then(Errno.None);
            return;
        }

        _then = errno => EndUnmap(errno, UnmanagedProtocol.SyncRetriesMax, then);
        _area!.Domain.Tell(new UnmanagedProtocol.Unmap(_area.Iova, _mappedBytes));
    }

    /// <summary>Asks until nothing is cached any more.</summary>
    private void EndUnmap(Errno errno, int retriesLeft, Action<Errno> then)
    {
        if (errno != Errno.None && retriesLeft > 0)
        {
            _then = again => EndUnmap(again, retriesLeft - 1, then);
            _area!.Domain.Tell(new UnmanagedProtocol.IotlbSync());
            return;
        }

        if (errno != Errno.None)
        {
            Abandon(errno);
        }

        then(errno);
    }

    /// <summary>Devices may still reach what could not be invalidated: it stays pinned for good.</summary>
    private void Abandon(Errno errno)
    {
        _isAbandoned = true;
        Context.System.EventStream.Publish(new RegionAbandoned(PinNumber, errno));
    }
}
