using PhyrActors.Model;

namespace PhyrActors.Scenarios.Tests;

/// <summary>The rules of the invalidation queue (I-5, I-32 to I-35) on runs written down event by event.</summary>
public sealed class QueueMonitorTests
{
    private const int Driver = 1;
    private const int Unit = 2;
    private const int Domain = 3;

    private static readonly IovaRange s_range = new(new Iova(0x1000), 0x1000);

    private readonly History _history = History.OfOracles();

    [Fact]
    public void A_submission_from_ring_to_answer_is_right()
    {
        Submit(1, first: 0, free: 254);
        Fetch(1, InvalidationKind.IotlbPages);
        Execute(1);
        Fetch(2, InvalidationKind.Wait);
        Complete(2, slot: 1);
        End(1, free: 256);

        Assert.Empty(_history.End().Findings);
    }

    [Fact]
    public void A_wait_that_is_done_before_an_earlier_descriptor_is_found()
    {
        Fetch(1, InvalidationKind.DeviceTlb);
        Fetch(2, InvalidationKind.Wait);

        Complete(2, slot: 1);

        Assert.Equal("I-32", _history.Broken);
    }

    [Fact]
    public void A_wait_after_the_abort_of_earlier_descriptors_is_right()
    {
        Fetch(1, InvalidationKind.DeviceTlb);
        _history.At(Unit, new WaitsAborted(0, 1));
        Fetch(2, InvalidationKind.Wait);

        Complete(2, slot: 1);

        Assert.Empty(_history.Findings);
    }

    [Fact]
    public void A_late_status_is_found()
    {
        _history.At(Driver, new StatusCameLate(0, 5, QueueSlotState.Free));

        Assert.Equal("I-32", _history.Broken);
    }

    [Fact]
    public void An_aborted_submission_that_counts_as_done_is_found()
    {
        Submit(1, first: 0, free: 254);
        _history.At(Driver, new SubmissionAborted(0, 1));

        End(1, free: 256);

        Assert.Equal("I-33", _history.Broken);
    }

    [Fact]
    public void A_batch_that_failed_and_counts_as_complete_is_found()
    {
        SubmitAndFail();

        _history.At(Domain, new InvalidationCompleted(1, 1, Ranges()));

        Assert.Equal("I-33", _history.Broken);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_range_that_goes_on_after_its_batch_failed_is_found(bool freed)
    {
        SubmitAndFail();

        GoOn(freed);

        Assert.Contains("I-33", _history.Broken, StringComparison.Ordinal);
    }

    [Fact]
    public void A_range_that_a_later_batch_covered_may_go_on()
    {
        SubmitAndFail();
        _history.At(Domain, new InvalidationSubmitted(1, 2, Ranges()));
        _history.At(Domain, new InvalidationCompleted(1, 2, Ranges()));

        GoOn(freed: false);

        Assert.Empty(_history.Findings);
    }

    [Fact]
    public void A_window_that_is_synced_while_a_flush_of_the_whole_domain_fails_may_go_on()
    {
        FlushRange whole = new(new IovaRange(default, 1UL << 48), FlushSide.Unmap);
        _history.At(Domain, new InvalidationSubmitted(1, 1, new[] { whole }));
        _history.At(Driver, new FlushFailed(0, 1, 1, Errno.EINVAL));

        GoOn(freed: false);

        Assert.Empty(_history.Findings);
    }

    [Fact]
    public void A_submission_that_nothing_ends_is_found_at_the_end()
    {
        Submit(1, first: 0, free: 254);

        _history.End();

        Assert.Equal("I-34", _history.Broken);
    }

    [Fact]
    public void A_slot_that_is_taken_twice_is_found()
    {
        Submit(1, first: 0, free: 254);

        Submit(2, first: 1, free: 252);

        Assert.Equal("I-35", _history.Broken);
    }

    [Fact]
    public void A_slot_that_is_lost_is_found()
    {
        Submit(1, first: 0, free: 254);

        End(1, free: 255);

        Assert.Equal("I-35", _history.Broken);
    }

    [Fact]
    public void Slots_behind_one_that_has_not_ended_stay_taken()
    {
        Submit(1, first: 0, free: 254);
        Submit(2, first: 2, free: 252);

        End(2, free: 252);

        Assert.Empty(_history.Findings);
    }

    [Fact]
    public void A_device_that_forgets_before_the_unit_is_found()
    {
        InvalidationDescriptor[] descriptors = [InvalidationDescriptor.DeviceTlb(3, 1, s_range.Start, 12)];

        _history.At(
            Driver, new DescriptorsSubmitted(0, 1, 1, new QueueSubmission(0, 2, 1), 254, descriptors));

        Assert.Equal("I-5", _history.Broken);
    }

    private static FlushRange[] Ranges() => [new(s_range, FlushSide.Unmap)];

    private void SubmitAndFail()
    {
        _history.At(Domain, new InvalidationSubmitted(1, 1, Ranges()));
        _history.At(Driver, new FlushFailed(0, 1, 1, Errno.EINVAL));
    }

    private void GoOn(bool freed)
    {
        if (freed)
        {
            _history.At(Domain, new IovaFreed(1, s_range.Start, s_range.LengthBytes));
        }
        else
        {
            _history.At(Domain, new RangeSynced(1, s_range.Start, s_range.LengthBytes));
        }
    }

    private void Submit(long number, int first, int free) => _history.At(
        Driver, new DescriptorsSubmitted(0, number, 1, new QueueSubmission(first, 2, first + 1), free, default));

    private void End(long number, int free) =>
        _history.At(Driver, new SubmissionEnded(0, number, Errno.None, free));

    private void Fetch(long sequence, InvalidationKind kind) =>
        _history.At(Unit, new DescriptorFetched(0, sequence, kind));

    private void Execute(long sequence) =>
        _history.At(Unit, new InvalidationExecuted(0, InvalidationDescriptor.WholeDomain(1), sequence));

    private void Complete(long sequence, int slot) => _history.At(Unit, new WaitCompleted(0, sequence, slot));
}
