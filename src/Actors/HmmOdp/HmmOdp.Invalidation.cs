using static PhyrActors.Actors.MmuNotifierProtocol;

namespace PhyrActors.Actors;

/// <summary>Invalidation: under the mutex the device forgets the pages, and the hardware is waited for, before they are
/// unlinked; only then the address space may go on (mlx5_ib_invalidate_range, ib_umem_odp_unmap_dma_pages).</summary>
public sealed partial class HmmOdp
{
    private void OnInvalidate(Invalidate invalidate)
    {
        Context.System.EventStream.Publish(new InvalidationAsked(
            invalidate.Invalidation, invalidate.Notifier, invalidate.MayBlock));
        if (!invalidate.MayBlock)
        {
            Answer(Sender, invalidate, isDone: false);
            return;
        }

        OdpRegion region = _byNotifier[invalidate.Notifier];
        if (!TakesMutex || region.UmemMutex.TryTake(invalidate, Sender))
        {
            Forget(region, invalidate);
        }
    }

    private void Forget(OdpRegion region, Invalidate invalidate)
    {
        IActorRef addressSpace = Sender;
        SetSequence(region, invalidate.Sequence);
        ulong[] offsets =
            [.. region.Pages.Keys.Where(offset => invalidate.Range.Contains(region.AddressOf(offset)))];
        if (offsets.Length == 0)
        {
            Answer(addressSpace, invalidate, isDone: true);
            EndInvalidation(region);
            return;
        }

        bool returnsEarly = _surroundings.Mutations.Has(Mutation.M14);
        region.Unmapping = new OdpUnmap(offsets, () =>
        {
            if (!returnsEarly)
            {
                Answer(addressSpace, invalidate, isDone: true);
            }

            EndInvalidation(region);
        });
        _settings.Engine.Tell(new DmaEngineProtocol.WritePages(
            region.Number, offsets[0], offsets[^1] + PageBytes - offsets[0], Present: false));
        if (returnsEarly)
        {
            Answer(addressSpace, invalidate, isDone: true);
        }
    }

    private bool TakesMutex => !_surroundings.Mutations.Has(Mutation.T7);

    private void EndInvalidation(OdpRegion region)
    {
        if (TakesMutex)
        {
            region.UmemMutex.Release(Self);
        }
    }

    private static void Answer(IActorRef addressSpace, Invalidate invalidate, bool isDone)
    {
        Context.System.EventStream.Publish(new InvalidationAnswered(
            invalidate.Invalidation, invalidate.Notifier, invalidate.Range, isDone));
        addressSpace.Tell(new Invalidated(invalidate.Invalidation, isDone));
    }

    private static void SetSequence(OdpRegion region, long sequence)
    {
        region.Sequence = sequence;
        Context.System.EventStream.Publish(new NotifierSequenceSet(region.Notifier, sequence));
    }

    /// <summary>The device has confirmed that it forgot pages.</summary>
    private void Revoke(OdpRegion region, IEnumerable<ulong> offsets)
    {
        foreach (ulong offset in offsets)
        {
            OdpPage page = region.Pages[offset];
            if (page.IsPosted)
            {
                page.IsPosted = false;
                Context.System.EventStream.Publish(new AddressRevoked(
                    _settings.Requester, _settings.DomainNumber, region.State + offset, PageBytes));
            }
        }
    }

    /// <summary>Takes pages away that the device does not use.</summary>
    private void Unmap(OdpRegion region, IEnumerable<ulong> offsets, Action then)
    {
        region.Unmapping = new OdpUnmap(offsets, then);
        UnlinkNext(region);
    }

    private void UnlinkNext(OdpRegion region)
    {
        OdpUnmap unmap = region.UnmapUnderWay;
        if (unmap.Unlinked < unmap.Offsets.Count)
        {
            _settings.Domain.Tell(new IommuDomainProtocol.Unlink(
                region.State, unmap.Offsets[unmap.Unlinked], PageBytes, region.Cpu));
        }
        else if (unmap.Offsets.Count > 0)
        {
            KeptPage[] written = [.. unmap.Offsets.Select(offset => region.Pages[offset].Kept)];
            _settings.Folios.Tell(new FolioManagerProtocol.SetDirty(region.Number, written));
        }
        else
        {
            EndUnmap(region);
        }
    }

    /// <summary>dma_iova_unlink has no result to look at.</summary>
    private void OnUnlinked(OdpRegion region)
    {
        region.UnmapUnderWay.Unlinked++;
        UnlinkNext(region);
    }

    private static void EndUnmap(OdpRegion region)
    {
        OdpUnmap unmap = region.UnmapUnderWay;
        region.Unmapping = null;
        unmap.Then();

        // After the answer, in the same step: what an invalidation took is judged while it is still known.
        foreach (ulong offset in unmap.Offsets)
        {
            Drop(region, offset, isDirty: true);
        }
    }

    private static void Drop(OdpRegion region, ulong offset, bool isDirty)
    {
        region.Pages.Remove(offset, out OdpPage? page);
        Context.System.EventStream.Publish(new NotifierPageReleased(
            region.Notifier, page!.Keeper, region.AddressOf(offset), page.Range, isDirty));
    }
}
