using static PhyrActors.Actors.PhysicalMemoryProtocol;

namespace PhyrActors.Actors.Tests;

public sealed class MemoryCopyTests : TestKit
{
    [Fact]
    public void A_copy_is_answered_when_the_bytes_are_there()
    {
        IActorRef memory = ActorOf(Props.Create(() => new PhysicalMemory(Around.Plain)));

        memory.Tell(new Copy(3, new PhysAddr(0x1000), new PhysAddr(0x2000), 64));

        ExpectMsg(new Copied(3));
    }
}
