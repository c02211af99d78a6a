using FsCheck;
using FsCheck.Fluent;

namespace PhyrActors.Model.Tests;

public class InvalidationQueueTests
{
    [Fact]
    public void Slots_are_conserved_and_never_reused_while_in_use_in_any_order_of_completion() =>
        Prop.ForAll(OperationDraws.Sequences(300), SlotsStayConserved).QuickCheckThrowOnFailure();

    [Fact]
    public void A_submission_is_its_descriptors_in_order_and_a_wait_for_its_own_slot()
    {
        InvalidationQueue queue = new();
        queue.TrySubmit(Descriptors(2), out QueueSubmission submission);

        InvalidationDescriptor[] fetched = [queue.Fetch(0), queue.Fetch(1), queue.Fetch(2)];

        Assert.Equal([.. Descriptors(2), InvalidationDescriptor.WaitFor(submission.WaitSlot)], fetched);
    }

    [Fact]
    public void A_submission_of_nothing_is_a_wait_alone()
    {
        InvalidationQueue queue = new();

        bool submitted = queue.TrySubmit([], out QueueSubmission submission);

        Assert.Equal((true, new QueueSubmission(0, 1, 0), 1), (submitted, submission, queue.Tail));
    }

    [Fact]
    public void A_submission_needs_room_for_its_wait_and_one_gap_slot()
    {
        InvalidationQueue queue = new();
        queue.TrySubmit(Descriptors(250), out _);

        (bool, bool) submitted = (queue.TrySubmit(Descriptors(4), out _), queue.TrySubmit(Descriptors(3), out _));

        Assert.Equal((false, true), submitted);
    }

    [Fact]
    public void A_refused_submission_changes_nothing()
    {
        InvalidationQueue queue = new();
        queue.TrySubmit(Descriptors(250), out _);

        queue.TrySubmit(Descriptors(4), out _);

        Assert.Equal((251, 5), (queue.Tail, queue.FreeCount));
    }

    [Fact]
    public void A_submission_that_could_never_fit_is_a_callers_mistake()
    {
        InvalidationQueue queue = new();

        Assert.Throws<ArgumentException>(() => queue.TrySubmit(Descriptors(255), out _));
    }

    [Fact]
    public void Slots_behind_an_unfinished_submission_are_reclaimed_only_with_it()
    {
        InvalidationQueue queue = new();
        queue.TrySubmit(Descriptors(1), out QueueSubmission older);
        queue.TrySubmit(Descriptors(1), out QueueSubmission newer);
        queue.WriteDone(newer.WaitSlot);
        queue.Release(newer);
        int before = queue.FreeCount;

        queue.WriteDone(older.WaitSlot);
        queue.Release(older);

        Assert.Equal((252, 256), (before, queue.FreeCount));
    }

    [Fact]
    public void A_submission_wraps_around_the_end_of_the_ring()
    {
        InvalidationQueue queue = new(length: 8);
        queue.TrySubmit(Descriptors(5), out QueueSubmission first);
        queue.WriteDone(first.WaitSlot);
        queue.Release(first);

        queue.TrySubmit(Descriptors(3), out QueueSubmission second);

        Assert.Equal(new QueueSubmission(6, 4, 1), second);
    }

    [Fact]
    public void An_aborted_wait_can_be_released()
    {
        InvalidationQueue queue = new();
        queue.TrySubmit(Descriptors(1), out QueueSubmission submission);
        queue.TryAbort(submission.WaitSlot);

        queue.Release(submission);

        Assert.Equal((256, true), (queue.FreeCount, queue.SlotsAreConserved));
    }

    [Fact]
    public void A_finished_wait_cannot_be_aborted()
    {
        InvalidationQueue queue = new();
        queue.TrySubmit(Descriptors(1), out QueueSubmission submission);
        queue.WriteDone(submission.WaitSlot);

        bool aborted = queue.TryAbort(submission.WaitSlot);

        Assert.Equal((false, QueueSlotState.Done), (aborted, queue.StateOf(submission.WaitSlot)));
    }

    [Fact]
    public void A_late_status_write_says_what_it_overwrote()
    {
        InvalidationQueue queue = new();
        queue.TrySubmit(Descriptors(1), out QueueSubmission submission);
        queue.TryAbort(submission.WaitSlot);

        QueueSlotState before = queue.WriteDone(submission.WaitSlot);

        Assert.Equal(QueueSlotState.Abort, before);
    }

    [Fact]
    public void A_status_write_into_a_released_slot_breaks_slot_conservation()
    {
        InvalidationQueue queue = new();
        queue.TrySubmit(Descriptors(1), out QueueSubmission submission);
        queue.TryAbort(submission.WaitSlot);
        queue.Release(submission);

        queue.WriteDone(submission.WaitSlot);

        Assert.False(queue.SlotsAreConserved);
    }

    [Fact]
    public void Filling_a_slot_that_is_not_free_is_an_impossible_state()
    {
        InvalidationQueue queue = new();
        queue.WriteDone(1);

        Assert.Throws<InvariantException>(() => queue.TrySubmit(Descriptors(2), out _));
    }

    [Fact]
    public void Releasing_before_the_wait_is_done_is_a_callers_mistake()
    {
        InvalidationQueue queue = new();
        queue.TrySubmit(Descriptors(1), out QueueSubmission submission);

        Assert.Throws<ArgumentException>(() => queue.Release(submission));
    }

    [Fact]
    public void Releasing_twice_is_a_callers_mistake()
    {
        InvalidationQueue queue = new();
        queue.TrySubmit(Descriptors(1), out QueueSubmission submission);
        queue.WriteDone(submission.WaitSlot);
        queue.Release(submission);

        Assert.Throws<ArgumentException>(() => queue.Release(submission));
    }

    private static InvalidationDescriptor[] Descriptors(int count) =>
        [.. Enumerable.Range(0, count).Select(InvalidationDescriptor.WholeDomain)];

    private static bool SlotsStayConserved(int[] operations)
    {
        InvalidationQueue queue = new(length: 16);
        List<QueueSubmission> waiting = [];
        foreach (int operation in operations)
        {
            OperationDraws draws = new(operation);
            int count = draws.Below(6);
            if (draws.Below(2) == 0)
            {
                bool hasRoom = queue.FreeCount >= count + 2;
                Assert.Equal(hasRoom, queue.TrySubmit(Descriptors(count), out QueueSubmission added));
                waiting.AddRange(hasRoom ? [added] : []);
            }
            else if (waiting.Count > 0)
            {
                QueueSubmission finished = waiting[draws.Below(waiting.Count)];
                waiting.Remove(finished);
                Assert.Equal(QueueSlotState.InUse, queue.WriteDone(finished.WaitSlot));
                queue.Release(finished);
            }

            Assert.True(queue.SlotsAreConserved);
            Assert.All(waiting, pending => Assert.Equal(QueueSlotState.InUse, queue.StateOf(pending.WaitSlot)));
        }

        return waiting.Count > 0 || queue.FreeCount == queue.Length;
    }
}
