using static PhyrActors.Actors.SwiotlbProtocol;

namespace PhyrActors.Actors;

/// <summary>The bounce pool: hands out slots and copies between them and the memory that they stand for.</summary>
/// <remarks>A slot is filled before it is handed out, also for a device that only writes: what it leaves out must be
/// what the memory held. A copy is done before the next message about it is sent. Source: kernel/dma/swiotlb.c,
/// v6.16.</remarks>
public sealed class Swiotlb : ReceiveActor
{
    private readonly SwiotlbPool _pool;
    private readonly IActorRef _memory;
    private readonly Surroundings _surroundings;
    private readonly FaultPoints _faults;
    private readonly Dictionary<long, (BounceSlot Copy, bool ForDevice, Action Then)> _copies = [];
    private long _ticket;

    public Swiotlb(SwiotlbSettings settings, IActorRef memory, Surroundings surroundings)
    {
        (_memory, _surroundings, _faults) = (memory, surroundings, surroundings.FaultsOf(Context));
        _pool = new SwiotlbPool(settings, surroundings.Mutations.Has(Mutation.B29));
        Receive<Take>(OnTake);
        Receive<Release>(OnRelease);
        Receive<Sync>(OnSync);
        Receive<PhysicalMemoryProtocol.Copied>(OnCopied);
    }

    private void OnTake(Take take)
    {
        BounceSlot slot = default;
        Errno errno = _faults.Strikes(FaultSite.SwiotlbSlot)
            ? Errno.ENOMEM
            : _pool.TryTake(take.Device, take.Original, take.AllocAlignMask, take.Cpu, out slot);
        IActorRef client = Sender;
        if (errno != Errno.None)
        {
            client.Tell(new PoolFull(take.Request, errno));
            return;
        }

        Context.System.EventStream.Publish(new BounceTaken(take.Device.Number, slot, take.Direction));
        if (_surroundings.Mutations.Has(Mutation.S1) && take.Direction == DmaDirection.FromDevice)
        {
            client.Tell(new Taken(take.Request, slot));
            return;
        }

        Copy(slot, forDevice: true, () => client.Tell(new Taken(take.Request, slot)));
    }

    private void OnRelease(Release release)
    {
        IActorRef client = Sender;
        if (!_pool.TryFindCopy(release.Slot, release.LengthBytes, out BounceSlot slot))
        {
            client.Tell(new Released(release.Request, Errno.EINVAL));
            return;
        }

        bool skips = release.Attributes.HasFlag(DmaAttributes.SkipCpuSync);
        if (!skips && release.Direction != DmaDirection.ToDevice)
        {
            Copy(slot, forDevice: false, () => GiveBack(client, release, slot, skips));
        }
        else
        {
            GiveBack(client, release, slot, skips);
        }
    }

    private void GiveBack(IActorRef client, Release release, BounceSlot slot, bool skips)
    {
        Errno errno = _pool.Release(release.Slot);
        if (errno == Errno.None)
        {
            Context.System.EventStream.Publish(new BounceReleased(slot, skips));
        }

        client.Tell(new Released(release.Request, errno));
    }

    private void OnSync(Sync sync)
    {
        IActorRef client = Sender;
        if (!_pool.TryFindCopy(sync.Slot, sync.LengthBytes, out BounceSlot slot))
        {
            client.Tell(new Synced(sync.Request, Errno.EINVAL));
            return;
        }

        bool copies = sync.Direction == DmaDirection.Bidirectional
            || sync.Direction == (sync.ForDevice ? DmaDirection.ToDevice : DmaDirection.FromDevice);
        if (copies)
        {
            Copy(slot, sync.ForDevice, () => client.Tell(new Synced(sync.Request, Errno.None)));
        }
        else
        {
            client.Tell(new Synced(sync.Request, Errno.None));
        }
    }

    private void Copy(BounceSlot slot, bool forDevice, Action then)
    {
        (PhysAddr from, PhysAddr to) = forDevice ? (slot.Original, slot.Address) : (slot.Address, slot.Original);
        _copies.Add(++_ticket, (slot, forDevice, then));
        _memory.Tell(new PhysicalMemoryProtocol.Copy(_ticket, from, to, slot.LengthBytes));
    }

    private void OnCopied(PhysicalMemoryProtocol.Copied copied)
    {
        _copies.Remove(copied.Ticket, out (BounceSlot Copy, bool ForDevice, Action Then) copy);
        Context.System.EventStream.Publish(new BounceCopied(copy.Copy, copy.ForDevice));
        copy.Then();
    }
}
