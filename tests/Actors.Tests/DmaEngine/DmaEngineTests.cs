using static PhyrActors.Actors.DmaEngineProtocol;
using static PhyrActors.Actors.PcieFabricProtocol;

namespace PhyrActors.Actors.Tests;

/// <summary>Keys, descriptors in flight, and the interrupts behind them.</summary>
public sealed class DmaEngineTests : TestKit
{
    private const int Requester = 3;

    private static readonly Iova s_start = new(0x10_0000);

    private readonly TestProbe _fabric;

    public DmaEngineTests() => _fabric = CreateTestProbe();

    [Fact]
    public void A_read_goes_out_by_the_keys_address_and_completes_when_it_is_back()
    {
        IActorRef engine = MakeWithKey();
        engine.Tell(Read(operation: 7));
        MemoryRequest request = _fabric.ExpectMsg<MemoryRequest>();
        _fabric.ExpectNoMsg(100);

        _fabric.Send(engine, new ReadCompleted(7, Errno.None));

        Assert.Equal(new MemoryRequest(7, Requester, s_start + 0x80, 64, Write: false, Relaxed: false), request);
        ExpectSignal(new WorkCompleted(7, Errno.None));
    }

    [Fact]
    public void A_read_that_fails_completes_with_its_error()
    {
        IActorRef engine = MakeWithKey();
        engine.Tell(Read(operation: 7));
        _fabric.ExpectMsg<MemoryRequest>();

        _fabric.Reply(new ReadCompleted(7, Errno.EIO));

        ExpectSignal(new WorkCompleted(7, Errno.EIO));
    }

    [Fact]
    public void The_completion_of_a_write_is_sent_behind_it()
    {
        IActorRef engine = MakeWithKey();

        engine.Tell(Read(operation: 7) with { Write = true });

        Assert.True(_fabric.ExpectMsg<MemoryRequest>() is { Write: true, Relaxed: false });
        ExpectSignal(new WorkCompleted(7, Errno.None));
    }

    [Theory]
    [InlineData(true, true, true)]
    [InlineData(false, true, false)]
    [InlineData(true, false, false)]
    public void Only_a_write_by_a_relaxed_key_can_be_relaxed(bool key, bool write, bool relaxed)
    {
        IActorRef engine = MakeWithKey(key, Around.Choosing("dma.relaxed", 1));

        engine.Tell(Read(operation: 7) with { Write = write });

        Assert.Equal(relaxed, _fabric.ExpectMsg<MemoryRequest>().Relaxed);
    }

    [Theory]
    [InlineData(2L, 0UL, 64UL)]
    [InlineData(1L, 4096UL, 1UL)]
    [InlineData(1L, 4095UL, 2UL)]
    [InlineData(1L, 0UL, 4097UL)]
    [InlineData(1L, ulong.MaxValue, 64UL)]
    [InlineData(1L, 0UL, 0UL)]
    public void An_access_that_the_key_does_not_give_is_refused(long key, ulong offset, ulong lengthBytes)
    {
        IActorRef engine = MakeWithKey();

        engine.Tell(new Post(7, key, offset, lengthBytes, Write: false));

        ExpectSignal(new WorkCompleted(7, Errno.EINVAL));
    }

    [Fact]
    public void The_last_byte_of_a_key_can_be_reached()
    {
        IActorRef engine = MakeWithKey();

        engine.Tell(new Post(7, 1, 4095, 1, Write: false));

        Assert.Equal(s_start + 4095, _fabric.ExpectMsg<MemoryRequest>().Iova);
    }

    [Fact]
    public void A_key_without_reads_in_flight_is_destroyed_behind_the_writes()
    {
        IActorRef engine = MakeWithKey();

        engine.Tell(new DestroyKey(1));

        ExpectSignal(new KeyDestroyed(1));
    }

    [Fact]
    public void A_key_is_destroyed_when_its_reads_are_back()
    {
        IActorRef engine = MakeWithKey();
        engine.Tell(Read(operation: 7));
        engine.Tell(Read(operation: 8));
        _fabric.ExpectMsg<MemoryRequest>();
        _fabric.ExpectMsg<MemoryRequest>();
        engine.Tell(new DestroyKey(1));
        engine.Tell(new ReadCompleted(7, Errno.None), _fabric.Ref);
        ExpectSignal(new WorkCompleted(7, Errno.None));
        _fabric.ExpectNoMsg(100);

        engine.Tell(new ReadCompleted(8, Errno.None), _fabric.Ref);

        ExpectSignal(new WorkCompleted(8, Errno.None));
        ExpectSignal(new KeyDestroyed(1));
    }

    [Fact]
    public void A_key_that_is_being_destroyed_gives_no_new_access()
    {
        IActorRef engine = MakeWithKey();
        engine.Tell(Read(operation: 7));
        _fabric.ExpectMsg<MemoryRequest>();
        engine.Tell(new DestroyKey(1));

        engine.Tell(Read(operation: 8));

        ExpectSignal(new WorkCompleted(8, Errno.EINVAL));
    }

    [Fact]
    public void Reads_of_another_key_do_not_hold_a_key_up()
    {
        IActorRef engine = MakeWithKey();
        engine.Tell(new ProgramKey(2, s_start, 4096, RelaxedOrdering: false));
        ExpectMsg<KeyProgrammed>();
        engine.Tell(Read(operation: 7) with { Key = 2 });
        _fabric.ExpectMsg<MemoryRequest>();

        engine.Tell(new DestroyKey(1));

        ExpectSignal(new KeyDestroyed(1));
    }

    [Fact]
    public void Destroying_a_key_that_is_not_there_is_done_at_once()
    {
        IActorRef engine = MakeWithKey();

        engine.Tell(new DestroyKey(5));

        ExpectSignal(new KeyDestroyed(5));
    }

    [Fact]
    public void A_peer_is_reached_by_bus_address()
    {
        IActorRef engine = MakeWithKey();
        engine.Tell(new PostPeer(7, new BusAddr(0x5000), 64, Write: false));
        PeerRequest request = _fabric.ExpectMsg<PeerRequest>();

        _fabric.Reply(new ReadCompleted(7, Errno.EIO));

        Assert.Equal(new PeerRequest(7, Requester, new BusAddr(0x5000), 64, Write: false), request);
        ExpectSignal(new WorkCompleted(7, Errno.EIO));
    }

    [Fact]
    public void A_peer_write_completes_behind_itself()
    {
        IActorRef engine = MakeWithKey();

        engine.Tell(new PostPeer(7, new BusAddr(0x5000), 64, Write: true));

        _fabric.ExpectMsg<PeerRequest>();
        ExpectSignal(new WorkCompleted(7, Errno.None));
    }

    [Fact]
    public void A_peer_operation_of_no_bytes_is_refused()
    {
        IActorRef engine = MakeWithKey();

        engine.Tell(new PostPeer(7, new BusAddr(0x5000), 0, Write: true));

        ExpectSignal(new WorkCompleted(7, Errno.EINVAL));
    }

    private static Post Read(long operation) => new(operation, 1, 0x80, 64, Write: false);

    private void ExpectSignal(object completion) => _fabric.ExpectMsg(new Signal(Requester, TestActor, completion));

    private IActorRef MakeWithKey(bool relaxed = false, Surroundings? surroundings = null)
    {
        Surroundings around = surroundings ?? Around.Plain;
        IActorRef engine = ActorOf(Props.Create(() => new DmaEngine(Requester, _fabric.Ref, around)));
        engine.Tell(new ProgramKey(1, s_start, 4096, relaxed));
        ExpectMsg(new KeyProgrammed(1));
        return engine;
    }
}
