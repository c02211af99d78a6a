using static PhyrActors.Actors.IommuDriverProtocol;
using static PhyrActors.Actors.IommuProtocol;

namespace PhyrActors.Actors.Tests;

/// <summary>What submitters do about faults; the test is the unit's only domain.</summary>
public sealed class QueueFaultTests : TestKit
{
    private const int Device = 3;

    private readonly TestProbe _iommu;
    private readonly TestProbe _events;

    public QueueFaultTests() => (_iommu, _events) = (CreateTestProbe(), CreateTestProbe());

    [Fact]
    public void An_aborted_submission_is_submitted_again_and_then_answered()
    {
        IActorRef driver = Make();
        driver.Tell(Flushing(1));
        TailWritten first = _iommu.ExpectMsg<TailWritten>();

        driver.Tell(new FaultRaised(QueueFault.Timeout, Head(first), Device));

        _iommu.ExpectMsg(new ClearFault(QueueFault.Timeout));
        TailWritten second = _iommu.ExpectMsg<TailWritten>();
        ExpectNoMsg(100);
        driver.Tell(new StatusWritten(second.Descriptors.Span[^1].StatusSlot));
        ExpectMsg(new Flushed(1, Errno.None));
    }

    [Fact]
    public void Every_submitter_whose_wait_the_unit_had_taken_submits_again()
    {
        IActorRef driver = Make();
        driver.Tell(Flushing(1));
        _iommu.ExpectMsg<TailWritten>();
        driver.Tell(Flushing(2));
        TailWritten second = _iommu.ExpectMsg<TailWritten>();

        driver.Tell(new FaultRaised(QueueFault.Timeout, Head(second), Device));

        _iommu.ExpectMsg<ClearFault>();
        Assert.Equal(2 + 2 + 1, _iommu.ExpectMsg<TailWritten>().Descriptors.Length);
    }

    [Fact]
    public void A_submission_that_the_unit_had_not_taken_is_left_alone()
    {
        IActorRef driver = Make();
        driver.Tell(Flushing(1));
        TailWritten first = _iommu.ExpectMsg<TailWritten>();
        driver.Tell(Flushing(2));
        int waiting = _iommu.ExpectMsg<TailWritten>().Descriptors.Span[^1].StatusSlot;

        driver.Tell(new FaultRaised(QueueFault.Timeout, Head(first), Device));
        driver.Tell(new StatusWritten(waiting));

        ExpectMsg(new Flushed(2, Errno.None));
    }

    [Fact]
    public void Who_asked_a_device_that_is_gone_is_told_and_all_others_submit_again()
    {
        IActorRef driver = Make();
        driver.Tell(Flushing(1));
        driver.Tell(Flushing(2, Device + 1));
        TailWritten shared = _iommu.ExpectMsg<TailWritten>();

        driver.Tell(new FaultRaised(QueueFault.Timeout, Head(shared), Device, DevicePresent: false));

        ExpectMsg(new Flushed(1, Errno.ETIMEDOUT, Device));
        _iommu.ExpectMsg<ClearFault>();
        Assert.Equal(Device + 1, _iommu.ExpectMsg<TailWritten>().Descriptors.Span[1].Requester);
    }

    [Fact]
    public void A_submission_whose_wait_was_not_taken_is_submitted_again_when_that_is_done()
    {
        IActorRef driver = Make();
        driver.Tell(Flushing(1));
        TailWritten first = _iommu.ExpectMsg<TailWritten>();
        driver.Tell(new FaultRaised(QueueFault.Timeout, Head(first) - 1, Device));
        _iommu.ExpectMsg<ClearFault>();
        _iommu.ExpectNoMsg(100);

        driver.Tell(new StatusWritten(Head(first) - 1));

        _iommu.ExpectMsg<TailWritten>();
        ExpectNoMsg(100);
    }

    [Fact]
    public void Slots_are_marked_before_the_fault_is_cleared()
    {
        Sys.EventStream.Subscribe(_events.Ref, typeof(SubmissionAborted));
        IActorRef driver = Make();
        driver.Tell(Flushing(1));
        TailWritten first = _iommu.ExpectMsg<TailWritten>();

        driver.Tell(new FaultRaised(QueueFault.Timeout, Head(first), Device));
        _iommu.ExpectMsg<ClearFault>();

        _events.ExpectMsg(new SubmissionAborted(0, 1));
    }

    [Fact]
    public void A_refused_descriptor_is_written_over_and_its_submission_told_when_the_rest_is_done()
    {
        IActorRef driver = Make();
        driver.Tell(Flushing(1));
        TailWritten first = _iommu.ExpectMsg<TailWritten>();

        driver.Tell(new FaultRaised(QueueFault.QueueError, 1));

        _iommu.ExpectMsg(new ClearFault(QueueFault.QueueError, InvalidationDescriptor.WaitFor(1)));
        driver.Tell(new StatusWritten(1));
        ExpectNoMsg(100);
        driver.Tell(new StatusWritten(first.Descriptors.Span[^1].StatusSlot));
        ExpectMsg(new Flushed(1, Errno.EINVAL));
    }

    [Fact]
    public void A_completion_error_is_cleared_and_nothing_else_happens()
    {
        IActorRef driver = Make();

        driver.Tell(new FaultRaised(QueueFault.CompletionError, 0));

        _iommu.ExpectMsg(new ClearFault(QueueFault.CompletionError));
    }

    [Fact]
    public void A_status_of_a_slot_that_is_not_in_use_is_told()
    {
        Sys.EventStream.Subscribe(_events.Ref, typeof(StatusCameLate));
        IActorRef driver = Make();

        driver.Tell(new StatusWritten(7));

        _events.ExpectMsg(new StatusCameLate(0, 7, QueueSlotState.Free));
    }

    [Fact]
    public void A_context_entry_is_written_for_whoever_asks()
    {
        IActorRef driver = Make();
        driver.Tell(new SetContext(Device, null));
        _iommu.ExpectMsg(new WriteContext(Device, null));

        _iommu.Reply(new ContextWritten(Device));

        ExpectMsg(new ContextSet(0, Device));
    }

    [Fact]
    public void M8_counts_an_aborted_submission_as_done()
    {
        IActorRef driver = Make(Mutation.M8);
        driver.Tell(Flushing(1));

        driver.Tell(new FaultRaised(QueueFault.Timeout, Head(_iommu.ExpectMsg<TailWritten>()), Device));

        ExpectMsg(new Flushed(1, Errno.None));
    }

    [Fact]
    public void B2_misses_every_second_slot()
    {
        IActorRef driver = Make(Mutation.B2);
        driver.Tell(Flushing(1));
        driver.Tell(Flushing(2));
        _iommu.ExpectMsg<TailWritten>();
        driver.Tell(Flushing(3, none: true));
        TailWritten alone = _iommu.ExpectMsg<TailWritten>();

        driver.Tell(new FaultRaised(QueueFault.Timeout, Head(alone), Device));

        _iommu.ExpectMsg<ClearFault>();
        Assert.Single(_iommu.ExpectMsg<TailWritten>().Descriptors.ToArray());
        _iommu.ExpectNoMsg(100);
    }

    private static Flush Flushing(long batch, int requester = Device, bool none = false)
    {
        InvalidationDescriptor own = InvalidationDescriptor.Pages(
            1, new Iova(0x1000), 12, InvalidationHint.LeafOnly);
        InvalidationDescriptor[] both = [own, InvalidationDescriptor.DeviceTlb(requester, 1, new Iova(0x1000), 12)];
        return new Flush(1, batch, none ? Array.Empty<InvalidationDescriptor>() : both);
    }

    /// <summary>The slot after a submission: the unit has taken all of it.</summary>
    private static int Head(TailWritten tail) => tail.FirstSlot + tail.Descriptors.Length;

    private IActorRef Make(Mutation mutation = Mutation.None)
    {
        Surroundings around = mutation == Mutation.None ? Around.Plain : Around.With(mutation);
        return ActorOf(Props.Create(() => new IommuDriver(0, _iommu.Ref, IommuProfile.Vtd, around)));
    }
}
