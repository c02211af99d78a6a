using PhyrActors.Actors;
using PhyrActors.Model;

namespace PhyrActors.Scenarios.Tests;

/// <summary>A domain and its table, with no unit to invalidate and frames without end.</summary>
internal sealed class DomainBench
{
    public DomainBench(ControlledSystem system, MutationSet mutations)
    {
        Surroundings surroundings = new(system.Choices, system.Work, mutations);
        IActorRef frames = system.ActorOf(Props.Create(() => new Lender()));
        Model.IoPageTable table = new(new Pfn(1), IoPageSizes.UpTo1GiB);
        IActorRef pages = system.ActorOf(Props.Create(() => new Actors.IoPageTable(1, table, frames, surroundings)));
        DomainSettings settings = new(1, new Iova((1UL << 40) - 1), false, 8, 64, TimeSpan.Zero);
        FastIovaAllocator iovas = new(settings.ApertureLast);
        Domain = system.ActorOf(
            Props.Create(() => new IommuDomain(settings, iovas, pages, new List<CacheTag>(), surroundings)));
        Table = table;
    }

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
