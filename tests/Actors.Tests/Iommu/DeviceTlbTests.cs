using static PhyrActors.Actors.IommuProtocol;

namespace PhyrActors.Actors.Tests;

/// <summary>Translations for devices, their invalidation, and what stops the queue; the test is the fabric.</summary>
public sealed class DeviceTlbTests : IommuFixture
{
    private static readonly InvalidationDescriptor s_device =
        InvalidationDescriptor.DeviceTlb(Device, Domain, s_iova, 12);

    [Fact]
    public void A_device_that_asks_gets_the_leaf_and_nothing_is_in_flight()
    {
        IActorRef iommu = Make();
        AskFor(iommu);

        Submit(iommu, Forget(InvalidationHint.LeafOnly), InvalidationDescriptor.WaitFor(1));

        Driver.ExpectMsg(new StatusWritten(1));
    }

    [Fact]
    public void The_cache_of_a_device_that_never_asked_is_not_asked_to_forget()
    {
        IActorRef iommu = Make();

        Submit(iommu, s_device, InvalidationDescriptor.WaitFor(1));

        Driver.ExpectMsg(new StatusWritten(1));
    }

    [Fact]
    public void A_wait_is_done_when_the_device_has_answered()
    {
        IActorRef iommu = Make();
        AskFor(iommu);
        Submit(iommu, s_device, InvalidationDescriptor.WaitFor(1));
        AtsInvalidate invalidate = ExpectMsg<AtsInvalidate>();
        Driver.ExpectNoMsg(100);

        iommu.Tell(new AtsInvalidated(invalidate.Tag));

        Driver.ExpectMsg(new StatusWritten(1));
        Assert.Equal((Device, s_iova, 12), (invalidate.Requester, invalidate.Start, invalidate.SizeLog2));
    }

    [Fact]
    public void A_timeout_aborts_every_pending_wait_and_stops_the_queue()
    {
        IActorRef iommu = Make();
        AskFor(iommu);
        SubmitAndTake(iommu);
        iommu.Tell(new TailWritten(new[] { InvalidationDescriptor.WaitFor(2) }, 2), Driver.Ref);
        AtsInvalidate invalidate = ExpectMsg<AtsInvalidate>();

        iommu.Tell(new AtsTimedOut(invalidate.Tag, DevicePresent: true));
        iommu.Tell(new TailWritten(new[] { InvalidationDescriptor.WaitFor(3) }, 3), Driver.Ref);

        FaultRaised fault = Driver.ExpectMsg<FaultRaised>();
        Assert.Equal((QueueFault.Timeout, Device, true), (fault.Fault, fault.Requester, fault.DevicePresent));
        Driver.ExpectNoMsg(100);
    }

    [Fact]
    public void When_a_timeout_is_cleared_the_queue_goes_on_and_aborted_waits_stay_silent()
    {
        IActorRef iommu = Make();
        AskFor(iommu);
        SubmitAndTake(iommu);
        iommu.Tell(new AtsTimedOut(ExpectMsg<AtsInvalidate>().Tag, DevicePresent: true));
        Driver.ExpectMsg<FaultRaised>();
        iommu.Tell(new TailWritten(new[] { InvalidationDescriptor.WaitFor(2) }, 2), Driver.Ref);

        iommu.Tell(new ClearFault(QueueFault.Timeout));

        Driver.ExpectMsg(new StatusWritten(2));
        Driver.ExpectNoMsg(100);
    }

    [Fact]
    public void An_answer_that_comes_after_its_timeout_is_a_completion_error_and_stops_nothing()
    {
        IActorRef iommu = Make();
        AskFor(iommu);
        SubmitAndTake(iommu);
        long tag = ExpectMsg<AtsInvalidate>().Tag;
        iommu.Tell(new AtsTimedOut(tag, DevicePresent: true));
        Driver.ExpectMsg<FaultRaised>();
        iommu.Tell(new ClearFault(QueueFault.Timeout));

        iommu.Tell(new AtsInvalidated(tag));
        iommu.Tell(new TailWritten(new[] { InvalidationDescriptor.WaitFor(2) }, 2), Driver.Ref);

        Assert.Equal(QueueFault.CompletionError, Driver.ExpectMsg<FaultRaised>().Fault);
        Driver.ExpectMsg(new StatusWritten(2));
    }

    [Fact]
    public void A_descriptor_that_is_refused_stops_the_queue_until_software_writes_over_it()
    {
        IActorRef iommu = Make(surroundings: Around.Failing(FaultSite.QueueError));
        Submit(iommu, Forget(InvalidationHint.LeafOnly), InvalidationDescriptor.WaitFor(1));
        FaultRaised fault = Driver.ExpectMsg<FaultRaised>();
        Driver.ExpectNoMsg(100);

        iommu.Tell(new ClearFault(QueueFault.QueueError, InvalidationDescriptor.WaitFor(0)));

        Assert.Equal((QueueFault.QueueError, 0), (fault.Fault, fault.Head));
        Driver.ExpectMsg(new StatusWritten(0));
        Driver.ExpectMsg(new StatusWritten(1));
    }

    [Fact]
    public void B4_never_notices_that_a_device_is_gone()
    {
        IActorRef iommu = Make(surroundings: Around.With(Mutation.B4));
        AskFor(iommu);
        Submit(iommu, s_device, InvalidationDescriptor.WaitFor(1));

        iommu.Tell(new AtsTimedOut(ExpectMsg<AtsInvalidate>().Tag, DevicePresent: false));

        Driver.ExpectNoMsg(100);
    }

    /// <summary>Has the unit take an invalidation of the device's cache and the wait behind it.</summary>
    private void SubmitAndTake(IActorRef iommu)
    {
        TestProbe events = CreateTestProbe();
        Sys.EventStream.Subscribe(events.Ref, typeof(DescriptorFetched));
        Submit(iommu, s_device, InvalidationDescriptor.WaitFor(1));
        events.ExpectMsg<DescriptorFetched>();
        events.ExpectMsg<DescriptorFetched>();
    }

    private void AskFor(IActorRef iommu)
    {
        iommu.Tell(Access() with { LengthBytes = 1, Ats = true });
        Walk(s_phys);
        Assert.Equal(s_phys, ExpectMsg<AtsTranslated>().Entry.Phys);
    }
}
