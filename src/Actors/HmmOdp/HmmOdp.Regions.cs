using static PhyrActors.Actors.RdmaNicProtocol;

namespace PhyrActors.Actors;

/// <summary>The life of a region on demand: a window and a notifier first, the key last; then the other way round
/// (ib_umem_odp_get, mlx5_ib_dereg_mr, ib_umem_odp_release).</summary>
public sealed partial class HmmOdp
{
    /// <summary>After so many failures to give a key up the region is left as it is.</summary>
    private const int RetriesMax = 256;

    private void OnRegister(Register register)
    {
        OdpRegion region = new(register, Sender, Context.System.EventStream);
        if (!_regions.TryAdd(register.Region, region))
        {
            Sender.Tell(new RegistrationFailed(register.Region, Errno.EEXIST));
            return;
        }

        _settings.Domain.Tell(new IommuDomainProtocol.TryAlloc(
            region.Number, region.LengthBytes, default, region.Cpu));
    }

    private void OnAllocated(IommuDomainProtocol.Allocated allocated)
    {
        OdpRegion region = _regions[allocated.Request];
        region.State = allocated.State;
        _byState.Add(region.State, region);
        _settings.AddressSpace.Tell(new MmuNotifierProtocol.Insert(
            region.Number, region.Start, region.LengthBytes));
    }

    private void OnInserted(MmuNotifierProtocol.Inserted inserted)
    {
        OdpRegion region = _regions[inserted.Request];
        region.Notifier = inserted.Notifier;
        _byNotifier.Add(region.Notifier, region);
        SetSequence(region, inserted.Sequence);
        _settings.Engine.Tell(new DmaEngineProtocol.ProgramKey(
            region.Number, region.State, region.LengthBytes, RelaxedOrdering: false)
        {
            OnDemand = true,
        });
    }

    private void OnKeyProgrammed(DmaEngineProtocol.KeyProgrammed programmed)
    {
        OdpRegion region = _regions[programmed.Key];
        if (programmed.Errno != Errno.None)
        {
            region.Failed = programmed.Errno;
            Release(region);
            return;
        }

        region.Phase = OdpPhase.Live;
        Context.System.EventStream.Publish(new RegionRegistered(region.Number, region.LengthBytes));
        region.Owner.Tell(new Registered(region.Number));
    }

    private void OnDeregister(Deregister deregister)
    {
        if (!_regions.TryGetValue(deregister.Region, out OdpRegion? region) || region.Phase != OdpPhase.Live)
        {
            Sender.Tell(new RegistrationFailed(deregister.Region, Errno.EINVAL));
            return;
        }

        region.Owner = Sender;
        region.Phase = OdpPhase.WaitingForFaults;
        Context.System.EventStream.Publish(new TeardownBegan(region.Number, region.OperationsInFlight));
        StopWhenNoFault(region);
    }

    /// <summary>The faults under way end first: they use the region.</summary>
    private void StopWhenNoFault(OdpRegion region)
    {
        if (region.Phase == OdpPhase.WaitingForFaults && region.FaultsUnderWay == 0)
        {
            region.Phase = OdpPhase.Stopping;
            _settings.Engine.Tell(new DmaEngineProtocol.DestroyKey(region.Number));
        }
    }

    private void OnKeyDestroyed(DmaEngineProtocol.KeyDestroyed destroyed)
    {
        OdpRegion region = _regions[destroyed.Key];
        if (destroyed.Errno != Errno.None)
        {
            StopAgain(region, destroyed.Errno);
            return;
        }

        Revoke(region, region.Pages.Keys);
        Release(region);
    }

    /// <summary>The device may still use the key: what it reaches stays as it is.</summary>
    private void StopAgain(OdpRegion region, Errno errno)
    {
        if (region.StopsFailed++ < RetriesMax)
        {
            _settings.Engine.Tell(new DmaEngineProtocol.DestroyKey(region.Number));
            return;
        }

        Context.System.EventStream.Publish(new RegionAbandoned(region.Number, errno));
        region.Owner.Tell(new RegistrationFailed(region.Number, errno));
    }

    private void Release(OdpRegion region)
    {
        region.Phase = OdpPhase.Releasing;
        if (region.UmemMutex.TryTake(new UnmapAll(region.Number), Self))
        {
            ReleaseAll(region);
        }
    }

    private void ReleaseAll(OdpRegion region) => Unmap(region, region.Pages.Keys, () =>
    {
        region.UmemMutex.Release(Self);
        _settings.AddressSpace.Tell(new MmuNotifierProtocol.Remove(region.Notifier));
    });

    /// <summary>Until now an invalidation could come.</summary>
    private void OnRemoved(MmuNotifierProtocol.Removed removed)
    {
        _byNotifier.Remove(removed.Notifier, out OdpRegion? region);
        _settings.Domain.Tell(new IommuDomainProtocol.Free(region!.State, region.Cpu));
    }

    private void End(OdpRegion region)
    {
        _byState.Remove(region.State);
        if (region.Failed != Errno.None)
        {
            EndFailed(region, region.Failed);
            return;
        }

        _regions.Remove(region.Number);
        Context.System.EventStream.Publish(new TeardownEnded(region.Number));
        region.Owner.Tell(new Deregistered(region.Number));
    }

    private void EndFailed(OdpRegion region, Errno errno)
    {
        _regions.Remove(region.Number);
        Context.System.EventStream.Publish(new RegistrationRefused(region.Number, errno));
        region.Owner.Tell(new RegistrationFailed(region.Number, errno));
    }

    /// <summary>All that is mapped in a region goes.</summary>
    internal sealed record UnmapAll(long Region);
}
