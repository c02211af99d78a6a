using static PhyrActors.Actors.PhysicalMemoryProtocol;

namespace PhyrActors.Actors.Tests;

public sealed class PhysicalMemoryTests : TestKit
{
    private static readonly Access s_write = new(
        Request: 4, Stamp: 9, Requester: 2, Domain: 1, new Iova(0x1000), new PhysAddr(0x8000), 64, Write: true);

    private readonly TestProbe _events;
    private readonly IActorRef _memory;

    public PhysicalMemoryTests()
    {
        _events = CreateTestProbe();
        _memory = ActorOf(Props.Create(() => new PhysicalMemory(Around.Plain)));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void An_access_is_answered_when_it_has_landed(bool write)
    {
        _memory.Tell(s_write with { Write = write });

        ExpectMsg(new Landed(4, 9, 64));
    }

    [Fact]
    public void An_access_that_landed_is_published()
    {
        Sys.EventStream.Subscribe(_events.Ref, typeof(AccessLanded));

        _memory.Tell(s_write);

        _events.ExpectMsg(new AccessLanded(2, 1, new Iova(0x1000), new PhysAddr(0x8000), 64, Write: true));
    }

    [Fact]
    public void A_hand_over_is_answered_after_every_block_is_published()
    {
        FrameBlock[] blocks = [new(new Pfn(4), 2), new(new Pfn(9), 0)];
        Sys.EventStream.Subscribe(TestActor, typeof(FramesHandedOver));

        _memory.Tell(new HandOver(3, blocks));

        ExpectMsg(new FramesHandedOver(blocks[0]));
        ExpectMsg(new FramesHandedOver(blocks[1]));
        ExpectMsg(new HandedOver(3));
    }
}
