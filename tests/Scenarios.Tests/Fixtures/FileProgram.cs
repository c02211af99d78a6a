using PhyrActors.Actors;
using PhyrActors.Exploration;
using PhyrActors.Model;
using static PhyrActors.Actors.AddressSpaceProtocol;

namespace PhyrActors.Scenarios.Tests;

/// <summary>Processes that have stored to the first page of a file that they share; then everything comes at
/// once.</summary>
/// <param name="mutations">The defects.</param>
/// <param name="processes">How many.</param>
/// <param name="messages">What comes: to the address space of that number, or to the folios for -1.</param>
internal sealed class FileProgram(
    MutationSet mutations, int processes, params (int To, object Message)[] messages) : IProgram
{
    public const int File = 1;
    public static readonly VirtAddr Start = new(0x4000_0000);

    public string Name => "a file";

    public static Zap Munmap { get; } = new(Start, 2 * Pfn.FrameSizeBytes, Unmap: true);

    public static FolioManagerProtocol.PunchHole Punch { get; } = new(File, 0, 1);

    public static FolioManagerProtocol.Truncate Cut { get; } = new(File, 0);

    IProgramRun IProgram.Start(ControlledSystem system)
    {
        Surroundings around = new(system.Choices, system.Work, mutations);
        FolioTable folios = new(new ZoneSpan(MemoryZone.Normal, default, 512));
        PageCache files = new();
        files.AddFile(File, 2, tracksDirty: false);
        IActorRef memory = system.ActorOf(Props.Create(() => new PhysicalMemory(around)), "PhysicalMemory");
        IActorRef manager = system.ActorOf(
            Props.Create(() => new FolioManager(folios, memory, around, files)), "FolioManager");
        List<IActorRef> spaces = [];
        for (int process = 0; process < processes; process++)
        {
            (int number, VmaTree vmas, ProcessPageTable pages) = (process, new(), new());
            VirtAddr end = Start + (2 * Pfn.FrameSizeBytes);
            vmas.Add(new Vma(Start, end, MemoryImage.Anonymous | VmaFlags.Shared, new VmaFile(File, 0)));
            spaces.Add(system.ActorOf(
                Props.Create(() => new AddressSpace(number, vmas, pages, manager, around)),
                $"AddressSpace-{number}"));
        }

        (int To, object Message)[] all = messages;
        system.ActorOf(Props.Create(() => new Driver(manager, spaces, all)), "Driver");
        return new Run();
    }

    private sealed class Run : IProgramRun
    {
        public IReadOnlyList<IMonitor> Monitors { get; } = OracleList.Of(
            InvariantKind.Local | InvariantKind.Ordered | InvariantKind.Final, []);

        public IReadOnlyList<Sometimes> Windows => [];
    }

    private sealed class Driver : ReceiveActor
    {
        private readonly List<IActorRef> _spaces;

        public Driver(IActorRef folios, List<IActorRef> spaces, (int To, object Message)[] messages)
        {
            _spaces = spaces;
            int left = spaces.Count;
            Receive<Populated>(_ =>
            {
                if (--left > 0)
                {
                    Store(spaces.Count - left);
                    return;
                }

                foreach ((int to, object message) in messages)
                {
                    (to < 0 ? folios : spaces[to]).Tell(message);
                }
            });
            ReceiveAny(static _ => { });
        }

        protected override void PreStart() => Store(0);

        private void Store(int process) => _spaces[process].Tell(new Populate(Start, Write: true));
    }
}
