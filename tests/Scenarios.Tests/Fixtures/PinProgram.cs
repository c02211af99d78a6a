using PhyrActors.Actors;
using PhyrActors.Exploration;
using PhyrActors.Model;
using static PhyrActors.Actors.AddressSpaceProtocol;
using static PhyrActors.Actors.GupPinnerProtocol;

namespace PhyrActors.Scenarios.Tests;

/// <summary>A process of two pages. It forks, and its child lives or exits; then one party pins the first page and
/// gives it back, while another does something else to the process, a message after the other.</summary>
/// <param name="mutations">The defects.</param>
/// <param name="flags">What the pin is for.</param>
/// <param name="adversary">What the other party sends to the address space, each when the last is answered.</param>
internal sealed class PinProgram(MutationSet mutations, FollFlags flags, params object[] adversary) : IProgram
{
    public const int Process = 0;

    public static readonly VirtAddr First = new(0x4000_0000);
    public static readonly VirtAddr Second = First + Pfn.FrameSizeBytes;

    public string Name => "one pin";

    /// <summary>Whether the other party sends all it has at once.</summary>
    public bool IsHasty { get; init; }

    /// <summary>Whether the second page is pinned before anything else, and until the end: a fork copies it.</summary>
    public bool HoldsSecond { get; init; }

    /// <summary>Whether the process forks first, so that its pages are shared.</summary>
    public bool Forks { get; init; } = true;

    /// <summary>Whether the child exits when the pin begins.</summary>
    public bool ChildExits { get; init; }

    /// <summary>Where the pages lie; other memory is beside it.</summary>
    public MemoryZone Zone { get; init; } = MemoryZone.Normal;

    /// <summary>Whether the first page waits in a batch for the LRU list.</summary>
    public bool IsInLruBatch { get; init; }

    public IProgramRun Start(ControlledSystem system)
    {
        Surroundings around = new(system.Choices, system.Work, mutations);
        FolioTable folios = Zone == MemoryZone.Normal
            ? new FolioTable(new ZoneSpan(Zone, default, 512))
            : new FolioTable(
                new ZoneSpan(MemoryZone.Normal, default, 512), new ZoneSpan(Zone, new Pfn(512), 512))
            {
                LruBatchFolios = 4,
            };
        ProcessPageTable pages = new();
        VmaTree vmas = new();
        vmas.Add(new Vma(First, First + (2 * Pfn.FrameSizeBytes), MemoryImage.Anonymous));
        Give(folios, pages, First, IsInLruBatch);
        Give(folios, pages, Second, isInBatch: false);

        IActorRef memory = system.ActorOf(Props.Create(() => new PhysicalMemory(around)), "PhysicalMemory");
        IActorRef manager = system.ActorOf(
            Props.Create(() => new FolioManager(folios, memory, around)), "FolioManager");
        IActorRef space = system.ActorOf(
            Props.Create(() => new AddressSpace(Process, vmas, pages, manager, around)), "AddressSpace");
        IActorRef pinner = system.ActorOf(
            Props.Create(() => new GupPinner(Process, space, manager, new MemlockAccount(16), 8, 8, around)),
            "GupPinner");
        bool hasty = IsHasty;
        IActorRef other = system.ActorOf(Props.Create(() => new Adversary(space, adversary, hasty)), "Adversary");
        (FollFlags asked, bool forks, bool exits, bool holds) = (flags, Forks, ChildExits, HoldsSecond);
        system.ActorOf(
            Props.Create(() => new Client(space, pinner, other, asked, forks, exits, holds)), "Client");
        return new Run();
    }

    private static void Give(FolioTable folios, ProcessPageTable pages, VirtAddr at, bool isInBatch)
    {
        MemoryZone zone = folios.TryZoneOf(new Pfn(512), out MemoryZone found) ? found : MemoryZone.Normal;
        folios.TryAllocate(0, zone, out Folio folio);
        folios.TryChangeFlags(folio.Head, FolioFlags.Anon | FolioFlags.AnonExclusive);
        folios.TryMap(folio.Head, Process, at);
        folios.Put(folio.Head);
        pages.Map(at, folio.Head, 1, PteFlags.Present | PteFlags.Writable | PteFlags.AnonExclusive);
        if (isInBatch)
        {
            folios.AddToLru(folio.Head);
        }
    }

    private sealed class Run : IProgramRun
    {
        private readonly PinMoves _moves = new();

        public Run() => Monitors =
        [
            .. OracleList.Of(InvariantKind.Local | InvariantKind.Ordered | InvariantKind.Final, []), _moves,
        ];

        public IReadOnlyList<IMonitor> Monitors { get; }

        public IReadOnlyList<Sometimes> Windows => _moves.All;
    }

    private sealed class Client : ReceiveActor
    {
        private readonly Action _pin;
        private readonly bool _forks;
        private readonly bool _holdsSecond;
        private readonly IActorRef _space;
        private readonly IActorRef _pinner;
        private RangeCpu? _second;

        public Client(
            IActorRef space,
            IActorRef pinner,
            IActorRef other,
            FollFlags flags,
            bool forks,
            bool childExits,
            bool holdsSecond)
        {
            (_space, _pinner, _forks, _holdsSecond) = (space, pinner, forks, holdsSecond);
            _pin = () =>
            {
                other.Tell(new Exit());
                pinner.Tell(new Pin(1, First, Pfn.FrameSizeBytes, flags));
            };
            Receive<Forked>(forked =>
            {
                if (childExits)
                {
                    forked.Child.Tell(new Exit());
                }

                _pin();
            });
            Receive<Pinned>(OnPinned);
            Receive<PinRefused>(static _ => { });
            Receive<Unpinned>(OnUnpinned);
        }

        protected override void PreStart()
        {
            if (_holdsSecond)
            {
                _pinner.Tell(new Pin(2, Second, Pfn.FrameSizeBytes, FollFlags.Write));
            }
            else
            {
                Begin();
            }
        }

        private void OnPinned(Pinned pinned)
        {
            if (pinned.Pin == 1)
            {
                _pinner.Tell(new Unpin(1, pinned.Range, Dirty: true));
                return;
            }

            _second = pinned.Range;
            Begin();
        }

        private void OnUnpinned(Unpinned unpinned)
        {
            if (unpinned.Pin == 1 && _second is { } second)
            {
                _pinner.Tell(new Unpin(2, second, Dirty: true));
            }
        }

        private void Begin()
        {
            if (_forks)
            {
                _space.Tell(new Fork(1));
            }
            else
            {
                _pin();
            }
        }
    }

    private sealed class Adversary : ReceiveActor
    {
        public Adversary(IActorRef space, object[] messages, bool isHasty)
        {
            int next = 0;
            ReceiveAny(message =>
            {
                if (message is Forked forked)
                {
                    forked.Child.Tell(new Exit());
                }

                for (int sent = 0; next < messages.Length && (isHasty || sent == 0); sent++)
                {
                    space.Tell(messages[next++]);
                }
            });
        }
    }
}
