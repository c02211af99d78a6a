namespace PhyrActors.Actors.Tests;

/// <summary>Pinner, address space, folios and memory of a small process.</summary>
internal sealed class ProcessCast
{
    public ProcessCast(TestKit kit, SmallProcess process, Surroundings? surroundings = null, int batchPages = 512)
    {
        Surroundings around = surroundings ?? Around.Plain;
        IActorRef memory = kit.ActorOf(Props.Create(() => new PhysicalMemory(around)));
        IActorRef folios = kit.ActorOf(
            Props.Create(() => new FolioManager(process.Folios, memory, around, process.Files)));
        IActorRef space = kit.ActorOf(Props.Create(() => new AddressSpace(
            SmallProcess.Number, process.Vmas, process.Pages, folios, around)));
        MemlockAccount account = new(limitPages: 1 << 20);
        (Folios, Space, Account) = (folios, space, account);
        Pinner = kit.ActorOf(Props.Create(() => new GupPinner(
            SmallProcess.Number, space, folios, account, batchPages, 64, around)));
    }

    public IActorRef Folios { get; }

    public IActorRef Space { get; }

    public IActorRef Pinner { get; }

    public MemlockAccount Account { get; }
}
