using PhyrActors.Actors;

namespace PhyrActors.Benchmarks;

/// <summary>A process of so many GiB in folios of a mix, whose memory is pinned and unpinned by the actors of a
/// run.</summary>
internal sealed class PinnedProcess : IDisposable
{
    private const int Process = 0;
    private const int SlotsPerBlock = 32;

    private static readonly VirtAddr s_start = new(0x7f00_0000_0000);

    private readonly ControlledSystem _system;
    private readonly IActorRef _client;
    private ulong _state = 1;

    /// <param name="gib">Its length.</param>
    /// <param name="huge">The share of 2 MiB blocks that are one folio.</param>
    /// <param name="large">The share of the 64 KiB slots of other blocks that are one folio.</param>
    /// <param name="batchPages">Pages in one batch of a pin.</param>
    public PinnedProcess(int gib, double huge, double large, int batchPages)
    {
        ulong blocks = (ulong)gib * 512;
        FolioTable folios = new(new ZoneSpan(MemoryZone.Normal, default, (blocks * 512) + 1024));
        ProcessPageTable pages = new();
        VirtAddr at = s_start;
        for (ulong block = 0; block < blocks; block++)
        {
            bool isHuge = Next() < huge;
            for (int slot = 0; slot < (isHuge ? 1 : SlotsPerBlock); slot++)
            {
                int order = isHuge ? 9 : Next() < large ? 4 : 0;
                for (int folio = 0; folio < (order == 0 ? 16 : 1); folio++)
                {
                    at = Give(folios, pages, at, order);
                }
            }
        }

        Chunks = folios.LiveFolios;
        Pages = blocks * 512;
        VmaTree vmas = new();
        vmas.Add(new Vma(s_start, at, VmaFlags.Read | VmaFlags.Write | VmaFlags.MayWrite));
        _system = new ControlledSystem("pins", new ControlledSettings { Schedule = new Oldest() });
        Surroundings around = new(_system.Choices, _system.Work, MutationSet.None);
        IActorRef memory = _system.ActorOf(Props.Create(() => new PhysicalMemory(around)));
        IActorRef manager = _system.ActorOf(Props.Create(() => new FolioManager(folios, memory, around)));
        IActorRef space = _system.ActorOf(
            Props.Create(() => new AddressSpace(Process, vmas, pages, manager, around)));
        MemlockAccount account = new(ulong.MaxValue);
        IActorRef pinner = _system.ActorOf(
            Props.Create(() => new GupPinner(Process, space, manager, account, batchPages, 512, around)));
        ulong lengthBytes = Pages << Pfn.FrameSizeLog2;
        _client = _system.ActorOf(Props.Create(() => new Client(pinner, lengthBytes)));
        _system.Run();
    }

    /// <summary>Folios, each one chunk of the range.</summary>
    public int Chunks { get; }

    /// <summary>Pages of 4 KiB.</summary>
    public ulong Pages { get; }

    /// <summary>Pins all of it once and gives it back.</summary>
    public void PinAndUnpin()
    {
        _client.Tell(Go.Instance);
        _system.Run();
    }

    public void Dispose() => _system.Dispose();

    private static VirtAddr Give(FolioTable folios, ProcessPageTable pages, VirtAddr at, int order)
    {
        PteFlags flags = PteFlags.Present | PteFlags.Writable | PteFlags.AnonExclusive;
        if (folios.TryAllocate(order, MemoryZone.Normal, out Folio folio) != Errno.None)
        {
            throw new InvalidOperationException("The machine of this benchmark is too small.");
        }

        folios.TryChangeFlags(folio.Head, FolioFlags.Anon | FolioFlags.AnonExclusive);
        folios.TryMap(folio.Head, Process, at);
        folios.Put(folio.Head);
        pages.Map(at, folio.Head, 1UL << order, order == 9 ? flags | PteFlags.Huge : flags);
        return at + (Pfn.FrameSizeBytes << order);
    }

    /// <summary>SplitMix64 (Steele, Lea, Flood 2014) as a number in [0, 1).</summary>
    private double Next()
    {
        unchecked
        {
            _state += 0x9E3779B97F4A7C15;
            ulong mixed = (_state ^ (_state >> 30)) * 0xBF58476D1CE4E5B9;
            mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
            return ((mixed ^ (mixed >> 31)) >> 11) * (1.0 / (1UL << 53));
        }
    }

    private sealed record Go
    {
        public static readonly Go Instance = new();
    }

    private sealed class Client : ReceiveActor
    {
        public Client(IActorRef pinner, ulong lengthBytes)
        {
            Receive<Go>(_ => pinner.Tell(new GupPinnerProtocol.Pin(
                1, s_start, lengthBytes, FollFlags.Write | FollFlags.Longterm)));
            Receive<GupPinnerProtocol.Pinned>(
                pinned => pinner.Tell(new GupPinnerProtocol.Unpin(1, pinned.Range, Dirty: true)));
            Receive<GupPinnerProtocol.PinRefused>(
                refused => throw new InvalidOperationException($"The pin was refused: {refused.Errno}"));
            Receive<GupPinnerProtocol.Unpinned>(static _ => { });
        }
    }

    private sealed class Oldest : ISchedule
    {
        public int Pick(IEnabledSteps enabled) => 0;

        public int Choose(string site, int count) => 0;
    }
}
