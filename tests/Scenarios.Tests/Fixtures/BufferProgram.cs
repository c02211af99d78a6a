using PhyrActors.Actors;
using PhyrActors.Exploration;
using PhyrActors.Model;
using static PhyrActors.Actors.DmaBufProtocol;

namespace PhyrActors.Scenarios.Tests;

/// <summary>A dma-buf below a switch. An importer attaches, maps it, unmaps it when it hears of a revocation, and then
/// tries to map it again; meanwhile the exporter takes the buffer back, and once more when it is closed.</summary>
/// <param name="mutations">The defects.</param>
/// <param name="isRevocable">Whether the importer hears of a revocation; else it keeps what it has.</param>
internal sealed class BufferProgram(MutationSet mutations, bool isRevocable = true) : IProgram
{
    private const int Exporter = 4;
    private const int Importer = 1;

    private static readonly PciBar s_bar = new(0, new BusAddr(0x1_0000_0000), new PhysAddr(0x2_0000_0000), 1UL << 20);

    public string Name => "one buffer";

    public IProgramRun Start(ControlledSystem system)
    {
        Surroundings around = new(system.Choices, system.Work, mutations);
        DmaDevice device = new(Importer, ulong.MaxValue) { Ops = DmaOps.Iommu };
        DmaClient[] clients = [new(device, ActorRefs.Nobody, 1)];
        IActorRef nobody = ActorRefs.Nobody;
        IActorRef dma = system.ActorOf(
            Props.Create(() => new DmaMapping(clients, null, nobody, null, around)), "DmaMapping");
        IActorRef fabric = system.ActorOf(Props.Create(() => new Fabric()), "Fabric");
        RangeCpu memory = RangeCpuBuilder.TryFrom([new Phyr(s_bar.PhysStart, Pfn.FrameSizeBytes)])!;
        DmaBufSettings settings = new(1, Exporter, s_bar, memory, fabric, dma) { Mutations = mutations };
        IActorRef buffer = system.ActorOf(Props.Create(() => new DmaBuf(settings)), "DmaBuf");
        bool revocable = isRevocable;
        system.ActorOf(Props.Create(() => new ImportingDriver(buffer, revocable)), "Importer");
        system.ActorOf(Props.Create(() => new ExportingDriver(buffer)), "Exporter");
        return new Run();
    }

    private sealed class Run : IProgramRun
    {
        public IReadOnlyList<IMonitor> Monitors { get; } = OracleList.Of(
            InvariantKind.Local | InvariantKind.Ordered | InvariantKind.Final, []);

        public IReadOnlyList<Sometimes> Windows => [];
    }

    private sealed class Fabric : ReceiveActor
    {
        public Fabric() => Receive<PcieFabricProtocol.AskMapType>(asked => Sender.Tell(
            new PcieFabricProtocol.MapTypeIs(asked.Provider, asked.Client, P2pMapType.BusAddr)));
    }

    private sealed class ImportingDriver : ReceiveActor
    {
        private readonly IActorRef _buffer;
        private readonly bool _isRevocable;
        private bool _isMapped;
        private bool _isToldToUnmap;

        public ImportingDriver(IActorRef buffer, bool isRevocable)
        {
            (_buffer, _isRevocable) = (buffer, isRevocable);
            Receive<Attached>(attached => OnAttached(attached.Errno));
            Receive<Mapped>(_ => OnMapped());
            Receive<MapRefused>(static _ => { });
            Receive<InvalidateMappings>(_ => OnInvalidate());
            Receive<Unmapped>(_ => OnUnmapped());
        }

        protected override void PreStart() => _buffer.Tell(new Attach(Importer, IsRevocable: _isRevocable));

        private void OnAttached(Errno errno)
        {
            if (errno == Errno.None)
            {
                _buffer.Tell(new Map(Importer, DmaDirection.FromDevice, 0));
            }
        }

        private void OnMapped()
        {
            _isMapped = true;
            UnmapIfTold();
        }

        private void OnInvalidate()
        {
            _isToldToUnmap = true;
            UnmapIfTold();
        }

        private void UnmapIfTold()
        {
            if (_isMapped && _isToldToUnmap)
            {
                _isMapped = false;
                _buffer.Tell(new Unmap(Importer));
            }
        }

        private void OnUnmapped()
        {
            _isToldToUnmap = false;
            _buffer.Tell(new Map(Importer, DmaDirection.FromDevice, 0));
        }
    }

    private sealed class ExportingDriver : ReceiveActor
    {
        private readonly IActorRef _buffer;
        private bool _isClosed;

        public ExportingDriver(IActorRef buffer)
        {
            _buffer = buffer;
            Receive<Revoked>(_ => OnRevoked());
        }

        protected override void PreStart() => _buffer.Tell(new Revoke());

        private void OnRevoked()
        {
            if (!_isClosed)
            {
                _isClosed = true;
                _buffer.Tell(new Revoke());
            }
        }
    }
}
