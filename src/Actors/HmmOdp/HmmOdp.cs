using static PhyrActors.Actors.RdmaNicProtocol;

namespace PhyrActors.Actors;

/// <summary>The driver of an RDMA NIC whose regions are on demand: nothing is pinned and nothing charged, pages are
/// mapped when the device misses them and unmapped when their process gives them away (rows U6, D19).</summary>
/// <remarks>It takes the messages of <see cref="RdmaNic"/>. Regions are writable, and every fault asks for pages to be
/// written. Orders: drivers/infiniband/core/umem_odp.c and hw/mlx5/odp.c, v6.16.</remarks>
public sealed partial class HmmOdp : ReceiveActor, IWithTimers
{
    private readonly OdpSettings _settings;
    private readonly Surroundings _surroundings;
    private readonly Dictionary<long, OdpRegion> _regions = [];
    private readonly Dictionary<Iova, OdpRegion> _byState = [];
    private readonly Dictionary<long, OdpRegion> _byNotifier = [];
    private readonly Dictionary<long, OdpRegion> _byOperation = [];
    private long _operations;

    public HmmOdp(OdpSettings settings, Surroundings surroundings)
    {
        (_settings, _surroundings) = (settings, surroundings);
        Receive<Register>(OnRegister);
        Receive<Deregister>(OnDeregister);
        Receive<PostSend>(OnPostSend);
        Receive<IommuDomainProtocol.Allocated>(OnAllocated);
        Receive<IommuDomainProtocol.AllocRefused>(refused => EndFailed(_regions[refused.Request], refused.Errno));
        Receive<IommuDomainProtocol.Linked>(OnLinked);
        Receive<IommuDomainProtocol.Synced>(OnSynced);
        Receive<IommuDomainProtocol.Unlinked>(unlinked => OnUnlinked(_byState[unlinked.State]));
        Receive<IommuDomainProtocol.Freed>(freed => End(_byState[freed.State]));
        Receive<MmuNotifierProtocol.Inserted>(OnInserted);
        Receive<MmuNotifierProtocol.Removed>(OnRemoved);
        Receive<MmuNotifierProtocol.ReadBegun>(OnReadBegun);
        Receive<MmuNotifierProtocol.RangeFaulted>(OnRangeFaulted);
        Receive<MmuNotifierProtocol.Invalidate>(OnInvalidate);
        Receive<FolioManagerProtocol.DirtySet>(dirty => EndUnmap(_regions[dirty.Request]));
        Receive<DmaEngineProtocol.KeyProgrammed>(OnKeyProgrammed);
        Receive<DmaEngineProtocol.KeyDestroyed>(OnKeyDestroyed);
        Receive<DmaEngineProtocol.PagesWritten>(OnPagesWritten);
        Receive<DmaEngineProtocol.PageFault>(OnPageFault);
        Receive<DmaEngineProtocol.WorkCompleted>(OnWorkCompleted);
        Receive<FaultTimedOut>(timeout => OnFaultTimedOut(timeout.Fault));
        Receive<Granted>(OnGranted);
    }

    public ITimerScheduler Timers { get; set; } = null!;

    private void OnGranted(Granted granted)
    {
        switch (granted.Message)
        {
            case MmuNotifierProtocol.Invalidate invalidate:
                Forget(_byNotifier[invalidate.Notifier], invalidate);
                break;
            case MapFound found:
                MapIfUnchanged(_faults[found.Fault]);
                break;
            case UnmapAll all:
                ReleaseAll(_regions[all.Region]);
                break;
            default:
                throw new InvariantException($"{granted.Message} waits for no token of this driver.");
        }
    }

    private void OnPostSend(PostSend post)
    {
        long operation = ++_operations;
        Context.System.EventStream.Publish(new OperationPosted(operation, post.Write, Peer: false));
        if (!_regions.TryGetValue(post.Region, out OdpRegion? region) || region.Phase != OdpPhase.Live)
        {
            Context.System.EventStream.Publish(new OperationCompleted(operation, Errno.EINVAL));
            return;
        }

        region.OperationsInFlight++;
        _byOperation.Add(operation, region);
        _settings.Engine.Tell(new DmaEngineProtocol.Post(
            operation, region.Number, post.OffsetBytes, post.LengthBytes, post.Write));
    }

    private void OnWorkCompleted(DmaEngineProtocol.WorkCompleted completed)
    {
        if (_byOperation.Remove(completed.Operation, out OdpRegion? region))
        {
            region.OperationsInFlight--;
        }

        Context.System.EventStream.Publish(new OperationCompleted(completed.Operation, completed.Errno));
    }
}
