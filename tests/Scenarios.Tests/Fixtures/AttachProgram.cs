using PhyrActors.Actors;
using PhyrActors.Exploration;
using PhyrActors.Model;
using static PhyrActors.Actors.IommuDomainProtocol;

namespace PhyrActors.Scenarios.Tests;

/// <summary>Somebody maps and unmaps, while a device is attached through each of two units, accesses what is mapped,
/// and is detached.</summary>
internal sealed class AttachProgram(MutationSet mutations) : IProgram
{
    private const ulong Large = 1UL << 21;

    public string Name => "attach and detach";

    public IProgramRun Start(ControlledSystem system)
    {
        DomainBench bench = new(system, mutations, units: 2);
        for (int unit = 0; unit < bench.Units.Count; unit++)
        {
            CacheTag tag = new(bench.Drivers[unit], unit, unit + 3);
            IActorRef hardware = bench.Units[unit];
            IActorRef domain = bench.Domain;
            system.ActorOf(Props.Create(() => new Device(domain, hardware, tag)));
        }

        IActorRef mapped = bench.Domain;
        system.ActorOf(Props.Create(() => new Mapper(mapped)));
        return new Run();
    }

    private sealed class Run : IProgramRun
    {
        public IReadOnlyList<IMonitor> Monitors { get; } = OracleList.Of(
            InvariantKind.Local | InvariantKind.Ordered | InvariantKind.Final, []);

        public IReadOnlyList<Sometimes> Windows => [];
    }

    /// <summary>Maps two large pages one after the other and unmaps each.</summary>
    private sealed class Mapper : ReceiveActor
    {
        private readonly IActorRef _domain;
        private ulong _left = 3;

        public Mapper(IActorRef domain)
        {
            _domain = domain;
            Receive<Mapped>(mapped => domain.Tell(new UnmapPhys(mapped.Range![0].Iova, Large, 0)));
            Receive<Unmapped>(_ => Next());
        }

        protected override void PreStart() => Next();

        private void Next()
        {
            if (--_left > 0)
            {
                Phyr phys = new(new PhysAddr(_left * Large), Large);
                _domain.Tell(new MapPhys(0, phys, -1, DmaDirection.Bidirectional, 0));
            }
        }
    }

    /// <summary>A device, its driver and its fabric: attach, access, detach.</summary>
    private sealed class Device : ReceiveActor
    {
        private readonly IActorRef _domain;
        private readonly CacheTag _tag;
        private int _accessesLeft = 3;

        public Device(IActorRef domain, IActorRef unit, CacheTag tag)
        {
            (_domain, _tag) = (domain, tag);
            Receive<Attached>(_ => Access(unit));
            Receive<IommuProtocol.Translated>(piece =>
            {
                unit.Tell(new IommuProtocol.Landed(piece.Stamp));
                Access(unit);
            });
            Receive<IommuProtocol.Faulted>(_ => Access(unit));
            Receive<Detached>(static _ => { });
        }

        protected override void PreStart() => _domain.Tell(new Attach(_tag));

        private void Access(IActorRef unit)
        {
            if (_accessesLeft-- > 0)
            {
                Iova top = new((1UL << 33) - Large);
                unit.Tell(new IommuProtocol.Translate(_accessesLeft, _tag.Requester, top, 64, Write: true));
            }
            else if (_accessesLeft == -1)
            {
                _domain.Tell(new Detach(_tag.Requester));
            }
        }
    }
}
