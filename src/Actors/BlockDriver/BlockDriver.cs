using static PhyrActors.Actors.BlockDriverProtocol;

namespace PhyrActors.Actors;

/// <summary>A disk and its driver: maps what is to be written, has the device read it, unmaps it and only then says
/// that it is written (drivers/nvme/host/pci.c:nvme_map_data, nvme_pci_complete_rq, v6.16).</summary>
/// <remarks>Page-cache memory is not pinned: the folio is under writeback until the answer.</remarks>
public sealed class BlockDriver : ReceiveActor
{
    /// <summary>How often an unmap is asked for again whose invalidation failed.</summary>
    private const int UnmapsMax = 256;

    private readonly int _requester;
    private readonly IActorRef _folios;
    private readonly IActorRef _domain;
    private readonly IActorRef _fabric;
    private readonly Surroundings _surroundings;
    private readonly Dictionary<long, Bio> _bios = [];
    private readonly Dictionary<Iova, long> _unmapping = [];

    /// <param name="requester">The device's function.</param>
    /// <param name="folios">Who has pages written.</param>
    /// <param name="domain">What translates for the device.</param>
    /// <param name="fabric">Its way to memory.</param>
    /// <param name="surroundings">Mutations.</param>
    public BlockDriver(
        int requester, IActorRef folios, IActorRef domain, IActorRef fabric, Surroundings surroundings)
    {
        (_requester, _folios, _domain, _fabric, _surroundings) = (requester, folios, domain, fabric, surroundings);
        Receive<Write>(OnWrite);
        Receive<IommuDomainProtocol.Mapped>(OnMapped);
        Receive<PcieFabricProtocol.ReadCompleted>(OnReadCompleted);
        Receive<IommuDomainProtocol.Unmapped>(OnUnmapped);
    }

    protected override void PreStart() => _folios.Tell(new FolioManagerProtocol.AddDisk(Self));

    private void OnWrite(Write write)
    {
        _bios.Add(write.Keeper, new Bio(write, Sender));
        _domain.Tell(new IommuDomainProtocol.MapPhys(
            write.Keeper, write.Phys, write.Keeper, DmaDirection.ToDevice, Cpu: 0, _requester));
    }

    private void OnMapped(IommuDomainProtocol.Mapped mapped)
    {
        Bio bio = _bios[mapped.Request];
        if (mapped.Range is null)
        {
            bio.Errno = Errno.EIO;
            End(mapped.Request);
            return;
        }

        bio.Start = mapped.Range[0].Iova;
        _fabric.Tell(new PcieFabricProtocol.MemoryRequest(
            mapped.Request, _requester, bio.Start, bio.Request.Phys.LengthBytes, Write: false, Relaxed: false));
    }

    private void OnReadCompleted(PcieFabricProtocol.ReadCompleted read)
    {
        Bio bio = _bios[read.Tag];
        bio.Errno = read.Errno;
        bio.IsTold = _surroundings.Mutations.Has(Mutation.K1);
        _unmapping.Add(bio.Start, read.Tag);
        if (bio.IsTold)
        {
            _folios.Tell(new Written(bio.Request.Then, bio.Errno), bio.Requester);
        }

        Unmap(bio);
    }

    private void OnUnmapped(IommuDomainProtocol.Unmapped unmapped)
    {
        long request = _unmapping[unmapped.Start];
        Bio bio = _bios[request];
        if (unmapped.Errno != Errno.None && ++bio.Unmaps < UnmapsMax)
        {
            Unmap(bio);
            return;
        }

        _unmapping.Remove(unmapped.Start);
        if (unmapped.Errno != Errno.None)
        {
            (bio.Errno, bio.IsStillMapped) = (Errno.EIO, true);
        }

        End(request);
    }

    private void Unmap(Bio bio) => _domain.Tell(new IommuDomainProtocol.UnmapPhys(
        bio.Start, bio.Request.Phys.LengthBytes, Cpu: 0, _requester));

    private void End(long request)
    {
        _bios.Remove(request, out Bio? bio);
        if (!bio!.IsTold)
        {
            _folios.Tell(
                new Written(bio.Request.Then, bio.Errno) { IsStillMapped = bio.IsStillMapped }, bio.Requester);
        }
    }

    /// <summary>A write under way.</summary>
    private sealed class Bio(Write request, IActorRef requester)
    {
        public Write Request { get; } = request;

        public IActorRef Requester { get; } = requester;

        public Iova Start { get; set; }

        public Errno Errno { get; set; }

        public int Unmaps { get; set; }

        /// <summary>Its invalidation failed too often.</summary>
        public bool IsStillMapped { get; set; }

        /// <summary>A defect: its end was told before its mapping was gone.</summary>
        public bool IsTold { get; set; }
    }
}
