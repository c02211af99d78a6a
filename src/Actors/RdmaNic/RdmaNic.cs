using static PhyrActors.Actors.RdmaNicProtocol;

namespace PhyrActors.Actors;

/// <summary>The driver of an RDMA NIC, converted to ranges and dma_iova_* (rows D8, U2).</summary>
/// <remarks>Registration: pin, allocate, link, sync, program the key. Deregistration runs the other way: the device
/// stops first, pins go last. Orders: drivers/infiniband/core/umem.c and hw/mlx5/mr.c, v6.16.</remarks>
public sealed partial class RdmaNic : ReceiveActor
{
    /// <summary>After so many failures of an unmap, or of giving a key up, the region is left as it is.</summary>
    private const int RetriesMax = 256;

    private readonly NicSettings _settings;
    private readonly Surroundings _surroundings;
    private readonly Dictionary<long, Region> _regions = [];
    private readonly Dictionary<Iova, Region> _byState = [];
    private long _operations;

    public RdmaNic(NicSettings settings, Surroundings surroundings)
    {
        (_settings, _surroundings) = (settings, surroundings);
        Receive<PostSend>(OnPostSend);
        Receive<DmaEngineProtocol.WorkCompleted>(OnWorkCompleted);
        Receive<PostPeer>(OnPostPeer);
        Receive<P2pdmaProviderProtocol.PeerMapped>(OnPeerMapped);
        Receive<P2pdmaProviderProtocol.PeerRefused>(OnPeerRefused);
        Receive<Register>(OnRegister);
        Receive<GupPinnerProtocol.Pinned>(OnPinned);
        Receive<GupPinnerProtocol.PinRefused>(refused => EndFailed(_regions[refused.Pin], refused.Errno));
        Receive<IommuDomainProtocol.Allocated>(OnAllocated);
        Receive<IommuDomainProtocol.AllocRefused>(OnAllocRefused);
        Receive<IommuDomainProtocol.Mapped>(OnMapped);
        Receive<IommuDomainProtocol.Unmapped>(unmapped => OnUnmapped(unmapped.Start, unmapped.Errno));
        Receive<IommuDomainProtocol.Linked>(OnLinked);
        Receive<IommuDomainProtocol.Synced>(OnSynced);
        Receive<DmaEngineProtocol.KeyProgrammed>(OnKeyProgrammed);
        Receive<Deregister>(OnDeregister);
        Receive<DmaEngineProtocol.KeyDestroyed>(OnKeyDestroyed);
        Receive<IommuDomainProtocol.Destroyed>(destroyed => OnUnmapped(destroyed.State, destroyed.Errno));
        Receive<GupPinnerProtocol.Unpinned>(OnUnpinned);
    }

    private void OnRegister(Register register)
    {
        Region region = new(register, Sender);
        if (!_regions.TryAdd(register.Region, region))
        {
            Sender.Tell(new RegistrationFailed(register.Region, Errno.EEXIST));
            return;
        }

        _settings.Pinner.Tell(new GupPinnerProtocol.Pin(
            region.Number, register.Start, register.LengthBytes, FollFlags.Write | FollFlags.Longterm));
    }

    private void OnPinned(GupPinnerProtocol.Pinned pinned)
    {
        Region region = _regions[pinned.Pin];
        region.Range = pinned.Range;
        region.Phase = RegionPhase.Allocating;
        _settings.Domain.Tell(new IommuDomainProtocol.TryAlloc(
            region.Number, pinned.Range.LengthBytes, pinned.Range[0].Start, region.Request.Context));
    }

    private void OnAllocated(IommuDomainProtocol.Allocated allocated)
    {
        Region region = _regions[allocated.Request];
        region.State = allocated.State;
        region.Phase = RegionPhase.Linking;
        _byState.Add(region.State, region);
        _settings.Domain.Tell(new IommuDomainProtocol.Link(
            region.State, region.Range!, region.Number, DmaDirection.Bidirectional, region.Request.Context));
    }

    private void OnLinked(IommuDomainProtocol.Linked linked)
    {
        Region region = _byState[linked.State];
        region.LinkedBytes = linked.LengthBytes;
        if (_surroundings.Mutations.Has(Mutation.M20) && !region.IsLinkedTwice)
        {
            region.IsLinkedTwice = true;
            _settings.Domain.Tell(new IommuDomainProtocol.Link(
                region.State, region.Range!, region.Number, DmaDirection.Bidirectional, region.Request.Context));
            return;
        }

        bool isHalfTaken = _surroundings.Mutations.Has(Mutation.B27) && linked.LengthBytes > 0;
        if (linked.Errno != Errno.None && !isHalfTaken)
        {
            Undo(region, linked.Errno);
            return;
        }

        region.Phase = RegionPhase.Syncing;
        _settings.Domain.Tell(
            new IommuDomainProtocol.Sync(region.State, 0, linked.LengthBytes, region.Request.Context));
        if (_surroundings.Mutations.Has(Mutation.M21))
        {
            Program(region);
        }
    }

    private void OnSynced(IommuDomainProtocol.Synced synced)
    {
        Region region = _byState[synced.State];
        if (synced.Errno != Errno.None)
        {
            Undo(region, synced.Errno);
        }
        else if (!_surroundings.Mutations.Has(Mutation.M21))
        {
            Program(region);
        }
    }

    private void Program(Region region)
    {
        region.Phase = RegionPhase.Programming;
        ulong lengthBytes = region.Range!.LengthBytes;
        Context.System.EventStream.Publish(
            new AddressPosted(_settings.Requester, DomainOf(region), region.State, lengthBytes));
        _settings.Engine.Tell(new DmaEngineProtocol.ProgramKey(
            region.Number, region.State, lengthBytes, _settings.RelaxedOrdering)
        {
            Pieces = region.Entries,
        });
    }

    private void OnKeyProgrammed(DmaEngineProtocol.KeyProgrammed programmed)
    {
        Region region = _regions[programmed.Key];
        if (programmed.Errno != Errno.None)
        {
            // A device that refuses a key does not know the address.
            PublishRevoked(region);
            Undo(region, programmed.Errno);
            return;
        }

        region.Phase = RegionPhase.Live;
        Context.System.EventStream.Publish(new RegionRegistered(region.Number, region.Range!.LengthBytes));
        region.Owner.Tell(new Registered(region.Number));
    }

    private void OnDeregister(Deregister deregister)
    {
        if (!_regions.TryGetValue(deregister.Region, out Region? region) || region.Phase != RegionPhase.Live)
        {
            Sender.Tell(new RegistrationFailed(deregister.Region, Errno.EINVAL));
            return;
        }

        region.Owner = Sender;
        region.Phase = RegionPhase.Stopping;
        Context.System.EventStream.Publish(new TeardownBegan(region.Number, region.OperationsInFlight));
        if (_surroundings.Mutations.Has(Mutation.B52))
        {
            Unmap(region);
            return;
        }

        _settings.Engine.Tell(new DmaEngineProtocol.DestroyKey(region.Number));
    }

    private void OnKeyDestroyed(DmaEngineProtocol.KeyDestroyed destroyed)
    {
        Region region = _regions[destroyed.Key];
        if (destroyed.Errno != Errno.None)
        {
            OnTeardownFailed(
                region,
                destroyed.Errno,
                () => _settings.Engine.Tell(new DmaEngineProtocol.DestroyKey(region.Number)));
            return;
        }

        PublishRevoked(region);
        if (_surroundings.Mutations.Has(Mutation.B52))
        {
            End(region);
            return;
        }

        if (_surroundings.Mutations.Has(Mutation.M9))
        {
            Unpin(region);
            return;
        }

        Unmap(region);
    }

    private void PublishRevoked(Region region) => Context.System.EventStream.Publish(new AddressRevoked(
        _settings.Requester, DomainOf(region), region.State, region.LinkedBytes));

    /// <summary>Gives back what a failed registration has taken so far.</summary>
    private void Undo(Region region, Errno errno)
    {
        region.Failed = errno;
        if (region.Phase == RegionPhase.Allocating)
        {
            Unpin(region);
        }
        else
        {
            Unmap(region);
        }
    }

    private void Unmap(Region region)
    {
        region.Phase = RegionPhase.Unmapping;
        if (region.Entries is not null)
        {
            UnmapList(region);
            return;
        }

        ulong lengthBytes = region.LinkedBytes;
        bool isShort = _surroundings.Mutations.Has(Mutation.D3a) && region.Failed != Errno.None;
        if (_surroundings.Mutations.Has(Mutation.M18) || (isShort && lengthBytes > Pfn.FrameSizeBytes))
        {
            lengthBytes -= Pfn.FrameSizeBytes;
        }

        IommuDomainProtocol.Destroy destroy = new(region.State, lengthBytes, region.Request.Context);
        _settings.Domain.Tell(destroy);
        if (_surroundings.Mutations.Has(Mutation.M19))
        {
            _settings.Domain.Tell(destroy);
        }
    }

    private void OnUnmapped(Iova state, Errno errno)
    {
        if (!_byState.TryGetValue(state, out Region? region))
        {
            // The answer to a second request.
            return;
        }

        if (errno != Errno.None)
        {
            OnTeardownFailed(region, errno, () => Unmap(region));
            return;
        }

        _byState.Remove(state);
        if (_surroundings.Mutations.Has(Mutation.M9) && region.Failed == Errno.None)
        {
            End(region);
            return;
        }

        Unpin(region);
    }

    /// <summary>The device may still reach the region: its pins stay, and what failed is asked for again.</summary>
    private void OnTeardownFailed(Region region, Errno errno, Action again)
    {
        if (region.TeardownsFailed++ < RetriesMax)
        {
            again();
            return;
        }

        _regions.Remove(region.Number);
        Context.System.EventStream.Publish(new RegionAbandoned(region.Number, errno));
        region.Owner.Tell(new RegistrationFailed(region.Number, errno));
    }

    private void Unpin(Region region)
    {
        region.Phase = RegionPhase.Unpinning;
        _settings.Pinner.Tell(new GupPinnerProtocol.Unpin(
            region.Number, region.Range!, Dirty: region.Failed == Errno.None));
    }

    private void OnUnpinned(GupPinnerProtocol.Unpinned unpinned)
    {
        Region region = _regions[unpinned.Pin];
        if (_surroundings.Mutations.Has(Mutation.M9) && region.Failed == Errno.None)
        {
            Unmap(region);
            return;
        }

        if (_surroundings.Mutations.Has(Mutation.B52) && region.Failed == Errno.None)
        {
            _settings.Engine.Tell(new DmaEngineProtocol.DestroyKey(region.Number));
            return;
        }

        End(region);
    }

    private void End(Region region)
    {
        if (region.Failed != Errno.None)
        {
            EndFailed(region, region.Failed);
            return;
        }

        _regions.Remove(region.Number);
        Context.System.EventStream.Publish(new TeardownEnded(region.Number));
        region.Owner.Tell(new Deregistered(region.Number));
    }

    private void EndFailed(Region region, Errno errno)
    {
        _regions.Remove(region.Number);
        Context.System.EventStream.Publish(new RegistrationRefused(region.Number, errno));
        region.Owner.Tell(new RegistrationFailed(region.Number, errno));
    }
}
