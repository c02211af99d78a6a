using static PhyrActors.Actors.IommuDriverProtocol;

namespace PhyrActors.Actors.Tests;

/// <summary>The ring: shared waits, and waiting for room.</summary>
public sealed class IommuDriverTests : TestKit
{
    private readonly TestProbe _iommu;
    private readonly IActorRef _driver;

    public IommuDriverTests()
    {
        _iommu = CreateTestProbe();
        _driver = ActorOf(Props.Create(() => new IommuDriver(0, _iommu.Ref, IommuProfile.Vtd, Around.Plain)));
    }

    [Fact]
    public void Descriptors_are_followed_by_one_wait()
    {
        _driver.Tell(Flushing(1, 2));

        InvalidationKind[] kinds = Kinds();

        Assert.Equal([InvalidationKind.IotlbPages, InvalidationKind.IotlbPages, InvalidationKind.Wait], kinds);
    }

    [Fact]
    public void Requests_that_come_before_the_drivers_own_message_share_one_wait()
    {
        TestProbe other = CreateTestProbe();
        _driver.Tell(Flushing(1, 1));
        _driver.Tell(Flushing(2, 1), other.Ref);

        InvalidationKind[] kinds = Kinds();

        Assert.Equal([InvalidationKind.IotlbPages, InvalidationKind.IotlbPages, InvalidationKind.Wait], kinds);
    }

    [Fact]
    public void Everybody_is_answered_when_the_wait_they_share_is_done()
    {
        TestProbe other = CreateTestProbe();
        _driver.Tell(Flushing(1, 1));
        _driver.Tell(Flushing(2, 1), other.Ref);
        int slot = WaitSlot();
        ExpectNoMsg(100);

        _driver.Tell(new IommuProtocol.StatusWritten(slot));

        ExpectMsg(new Flushed(1, Errno.None));
        other.ExpectMsg(new Flushed(2, Errno.None));
    }

    [Fact]
    public void A_flush_of_nothing_is_a_wait_alone()
    {
        _driver.Tell(Flushing(1, 0));

        Assert.Equal([InvalidationKind.Wait], Kinds());
    }

    [Fact]
    public void Two_submissions_can_be_under_way()
    {
        _driver.Tell(Flushing(1, 1));
        int first = WaitSlot();
        _driver.Tell(Flushing(2, 1));
        int second = WaitSlot();

        _driver.Tell(new IommuProtocol.StatusWritten(first));
        _driver.Tell(new IommuProtocol.StatusWritten(second));

        ExpectMsg(new Flushed(1, Errno.None));
        ExpectMsg(new Flushed(2, Errno.None));
    }

    [Fact]
    public void A_request_for_which_the_ring_has_no_room_waits_for_it()
    {
        _driver.Tell(Flushing(1, 200));
        int slot = WaitSlot();
        _driver.Tell(Flushing(2, 200));
        _iommu.ExpectNoMsg(100);

        _driver.Tell(new IommuProtocol.StatusWritten(slot));

        Assert.Equal(201, _iommu.ExpectMsg<IommuProtocol.TailWritten>().Descriptors.Length);
    }

    [Fact]
    public void A_small_request_does_not_pass_one_that_waits_for_room()
    {
        _driver.Tell(Flushing(1, 200));
        int slot = WaitSlot();
        _driver.Tell(Flushing(2, 200));
        _driver.Tell(Flushing(3, 1));
        _iommu.ExpectNoMsg(100);

        _driver.Tell(new IommuProtocol.StatusWritten(slot));

        Assert.Equal(202, _iommu.ExpectMsg<IommuProtocol.TailWritten>().Descriptors.Length);
    }

    [Fact]
    public void The_ring_goes_round()
    {
        for (int batch = 1; batch <= 10; batch++)
        {
            _driver.Tell(Flushing(batch, 100));
            _driver.Tell(new IommuProtocol.StatusWritten(WaitSlot()));
            ExpectMsg(new Flushed(batch, Errno.None));
        }

        _driver.Tell(Flushing(11, 254));

        Assert.Equal(255, _iommu.ExpectMsg<IommuProtocol.TailWritten>().Descriptors.Length);
    }

    private static Flush Flushing(long batch, int descriptors)
    {
        InvalidationDescriptor page = InvalidationDescriptor.Pages(1, new Iova(0x1000), 12, InvalidationHint.LeafOnly);
        return new Flush(1, batch, Enumerable.Repeat(page, descriptors).ToArray());
    }

    private InvalidationKind[] Kinds() =>
        [.. _iommu.ExpectMsg<IommuProtocol.TailWritten>().Descriptors.ToArray().Select(descriptor => descriptor.Kind)];

    private int WaitSlot() => _iommu.ExpectMsg<IommuProtocol.TailWritten>().Descriptors.Span[^1].StatusSlot;
}
