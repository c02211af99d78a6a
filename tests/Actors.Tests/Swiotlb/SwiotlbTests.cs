using static PhyrActors.Actors.SwiotlbProtocol;

namespace PhyrActors.Actors.Tests;

public sealed class SwiotlbTests : TestKit
{
    private static readonly SwiotlbSettings s_settings = new(new PhysAddr(0x10_0000), 128);
    private static readonly DmaDevice s_device = new(3, uint.MaxValue);
    private static readonly Phyr s_buffer = new(new PhysAddr(0x2_0000_0000), 3000);

    private readonly TestProbe _memory;
    private readonly TestProbe _events;
    private IActorRef _pool = ActorRefs.Nobody;

    public SwiotlbTests()
    {
        (_memory, _events) = (CreateTestProbe(), CreateTestProbe());
        Make(Around.Plain);
    }

    [Theory]
    [InlineData(DmaDirection.ToDevice)]
    [InlineData(DmaDirection.FromDevice)]
    [InlineData(DmaDirection.Bidirectional)]
    public void A_slot_is_handed_out_when_it_holds_what_the_buffer_holds(DmaDirection direction)
    {
        _pool.Tell(new Take(1, s_device, s_buffer, 0, direction, 0));

        PhysicalMemoryProtocol.Copy copy = _memory.ExpectMsg<PhysicalMemoryProtocol.Copy>();
        ExpectNoMsg();
        _memory.Reply(new PhysicalMemoryProtocol.Copied(copy.Ticket));

        Assert.Equal((s_buffer.Start, s_settings.Start, 3000UL), (copy.From, copy.To, copy.LengthBytes));
        ExpectMsg(new Taken(1, new BounceSlot(s_settings.Start, s_buffer.Start, 3000)));
    }

    [Theory]
    [InlineData(DmaDirection.ToDevice, false, DmaAttributes.None)]
    [InlineData(DmaDirection.FromDevice, true, DmaAttributes.None)]
    [InlineData(DmaDirection.Bidirectional, true, DmaAttributes.None)]
    [InlineData(DmaDirection.FromDevice, false, DmaAttributes.SkipCpuSync)]
    public void What_a_device_wrote_is_copied_back_before_the_slot_is_free(
        DmaDirection direction, bool copies, DmaAttributes attributes)
    {
        BounceSlot slot = TakeSlot(direction);
        Sys.EventStream.Subscribe(_events.Ref, typeof(BounceReleased));

        _pool.Tell(new Release(2, slot.Address, 1000, direction, attributes));
        if (copies)
        {
            PhysicalMemoryProtocol.Copy copy = _memory.ExpectMsg<PhysicalMemoryProtocol.Copy>();
            Assert.Equal((slot.Address, s_buffer.Start, 1000UL), (copy.From, copy.To, copy.LengthBytes));
            _events.ExpectNoMsg();
            _memory.Reply(new PhysicalMemoryProtocol.Copied(copy.Ticket));
        }

        ExpectMsg(new Released(2, Errno.None));
        _events.ExpectMsg<BounceReleased>();
    }

    [Theory]
    [InlineData(DmaDirection.ToDevice, true, true)]
    [InlineData(DmaDirection.ToDevice, false, false)]
    [InlineData(DmaDirection.FromDevice, false, true)]
    [InlineData(DmaDirection.FromDevice, true, false)]
    [InlineData(DmaDirection.Bidirectional, true, true)]
    [InlineData(DmaDirection.Bidirectional, false, true)]
    public void A_sync_copies_towards_whom_it_hands_the_bytes(DmaDirection direction, bool forDevice, bool copies)
    {
        BounceSlot slot = TakeSlot(direction);

        _pool.Tell(new Sync(5, slot.Address + 100, 50, direction, forDevice));
        if (copies)
        {
            PhysicalMemoryProtocol.Copy copy = _memory.ExpectMsg<PhysicalMemoryProtocol.Copy>();
            (PhysAddr, PhysAddr) ends = (slot.Address + 100, s_buffer.Start + 100);
            Assert.Equal(forDevice ? (ends.Item2, ends.Item1) : ends, (copy.From, copy.To));
            _memory.Reply(new PhysicalMemoryProtocol.Copied(copy.Ticket));
        }

        ExpectMsg(new Synced(5, Errno.None));
    }

    [Fact]
    public void A_full_pool_says_so()
    {
        _pool.Tell(new Take(1, s_device, new Phyr(default, 128 * 2048), 0, DmaDirection.ToDevice, 0));
        _pool.Tell(new Take(2, s_device, s_buffer, 0, DmaDirection.ToDevice, 0));

        ExpectMsg(new PoolFull(2, Errno.ENOMEM));
    }

    [Fact]
    public void A_slot_given_back_twice_is_refused_and_nothing_is_copied()
    {
        BounceSlot slot = TakeSlot(DmaDirection.ToDevice);
        _pool.Tell(new Release(2, slot.Address, 3000, DmaDirection.ToDevice, DmaAttributes.None));
        ExpectMsg(new Released(2, Errno.None));

        _pool.Tell(new Release(3, slot.Address, 3000, DmaDirection.FromDevice, DmaAttributes.None));

        ExpectMsg(new Released(3, Errno.EINVAL));
        _memory.ExpectNoMsg();
    }

    [Fact]
    public void A_sync_of_bytes_that_nobody_has_is_refused()
    {
        _pool.Tell(new Sync(5, s_settings.Start, 50, DmaDirection.ToDevice, ForDevice: true));

        ExpectMsg(new Synced(5, Errno.EINVAL));
    }

    [Fact]
    public void A_slot_for_a_device_that_writes_is_handed_out_unfilled_with_mutation_S1()
    {
        Make(Around.With(Mutation.S1));

        _pool.Tell(new Take(1, s_device, s_buffer, 0, DmaDirection.FromDevice, 0));

        ExpectMsg<Taken>();
        _memory.ExpectNoMsg();
    }

    private void Make(Surroundings surroundings) =>
        _pool = ActorOf(Props.Create(() => new Swiotlb(s_settings, _memory.Ref, surroundings)));

    private BounceSlot TakeSlot(DmaDirection direction)
    {
        _pool.Tell(new Take(1, s_device, s_buffer, 0, direction, 0));
        _memory.Reply(new PhysicalMemoryProtocol.Copied(_memory.ExpectMsg<PhysicalMemoryProtocol.Copy>().Ticket));
        return ExpectMsg<Taken>().Slot;
    }
}
