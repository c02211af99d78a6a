using PhyrActors.Actors;
using PhyrActors.Model;

namespace PhyrActors.Scenarios.Tests;

/// <summary>A domain and its table, with frames without end and as many units as asked for; no device is
/// attached.</summary>
internal sealed class DomainBench
{
    public DomainBench(ControlledSystem system, MutationSet mutations, int units = 0)
    {
        Surroundings surroundings = new(system.Choices, system.Work, mutations);
        IActorRef frames = system.ActorOf(Props.Create(() => new Lender()));
        Model.IoPageTable table = new(new Pfn(1), IoPageSizes.UpTo1GiB);
        IActorRef pages = system.ActorOf(Props.Create(() => new Actors.IoPageTable(1, table, frames, surroundings)));
        DomainSettings settings = new(1, new Iova((1UL << 40) - 1), false, 8, 64, TimeSpan.Zero) { Root = new Pfn(1) };
        FastIovaAllocator iovas = new(settings.ApertureLast);
        for (int number = 0; number < units; number++)
        {
            IommuSettings unit = new(number, 16, 4, true);
            ContextEntry[] contexts = [];
            IActorRef hardware = system.ActorOf(Props.Create(() => new Iommu(unit, contexts, surroundings)));
            Units.Add(hardware);
            Drivers.Add(system.ActorOf(
                Props.Create(() => new IommuDriver(unit.Unit, hardware, IommuProfile.Vtd, surroundings))));
        }

        Domain = system.ActorOf(
            Props.Create(() => new IommuDomain(settings, iovas, pages, new List<CacheTag>(), surroundings)));
        Table = table;
    }

    public List<IActorRef> Units { get; } = [];

    public List<IActorRef> Drivers { get; } = [];

    public IActorRef Domain { get; }

    /// <summary>What a unit would walk.</summary>
    public Model.IoPageTable Table { get; }

    /// <summary>Delivers what was sent first.</summary>
    public static ControlledSettings Settings(ulong seed = 1) => new() { Schedule = new First(), Seed = seed };

    private sealed class First : ISchedule
    {
        public int Pick(IEnabledSteps enabled) => 0;

        public int Choose(string site, int count) => 0;
    }

    private sealed class Lender : ReceiveActor
    {
        private ulong _next = 0x1000_0000;

        public Lender() => Receive<FolioManagerProtocol.LendFrames>(lend =>
        {
            Pfn[] frames = new Pfn[lend.Count];
            for (int i = 0; i < frames.Length; i++)
            {
                frames[i] = new Pfn(_next++);
            }

            Sender.Tell(new FolioManagerProtocol.FramesLent(frames));
        });
    }
}
