namespace PhyrActors.Actors.Tests;

/// <summary>Pinner, address space, folios and memory of a small process.</summary>
internal sealed class ProcessCast
{
    /// <param name="kit">Makes the actors.</param>
    /// <param name="process">The process.</param>
    /// <param name="surroundings">Choices, work, mutations.</param>
    /// <param name="batchPages">Pages in one batch of a pin.</param>
    /// <param name="isSlow">No pin takes the fast path.</param>
    public ProcessCast(
        TestKit kit,
        SmallProcess process,
        Surroundings? surroundings = null,
        int batchPages = 512,
        bool isSlow = false)
    {
        Surroundings around = surroundings ?? Around.Plain;
        IActorRef memory = kit.ActorOf(Props.Create(() => new PhysicalMemory(around)));
        IActorRef folios = kit.ActorOf(
            Props.Create(() => new FolioManager(process.Folios, memory, around, process.Files)));
        IActorRef space = kit.ActorOf(Props.Create(() => new AddressSpace(
            SmallProcess.Number, process.Vmas, process.Pages, folios, around)));
        MemlockAccount account = new(limitPages: 1 << 20);
        (Folios, Space, Account) = (folios, space, account);
        IActorRef read = isSlow ? kit.ActorOf(Props.Create(() => new SlowPathOnly(space))) : space;
        Pinner = kit.ActorOf(Props.Create(() => new GupPinner(
            SmallProcess.Number, read, folios, account, batchPages, 64, around)));
    }

    public IActorRef Folios { get; }

    public IActorRef Space { get; }

    public IActorRef Pinner { get; }

    public MemlockAccount Account { get; }

    /// <summary>Stands before an address space and has every batch take the slow path.</summary>
    private sealed class SlowPathOnly : ReceiveActor
    {
        public SlowPathOnly(IActorRef space)
        {
            Receive<AddressSpaceProtocol.ReadPtes>(read => space.Tell(read with { Slow = true }, Sender));
            ReceiveAny(space.Forward);
        }
    }
}
