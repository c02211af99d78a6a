using System.Runtime.InteropServices;
using static PhyrActors.Actors.IommuDriverProtocol;

namespace PhyrActors.Actors;

/// <summary>Software of one IOMMU unit: the ring of its invalidation queue, shared by all its domains.</summary>
/// <remarks>Requests that come before the driver's own message is back share one wait descriptor. A full ring lets
/// requests wait, as the submitters of qi_submit_sync spin; a submitter looks at the status array whenever something in
/// it, or the fault status, has changed. Source: drivers/iommu/intel/dmar.c, v6.16.</remarks>
public sealed partial class IommuDriver : ReceiveActor
{
    private readonly int _unit;
    private readonly IActorRef _iommu;
    private readonly Surroundings _surroundings;
    private readonly InvalidationQueue _queue;
    private readonly List<FlushRequest> _pending = [];
    private readonly Dictionary<int, Submission> _underWay = [];
    private readonly List<InvalidationDescriptor> _descriptors = [];
    private readonly Queue<IActorRef> _contextWriters = new();
    private long _submissions;
    private bool _submitting;

    public IommuDriver(int unit, IActorRef iommu, IommuProfile profile, Surroundings surroundings)
    {
        (_unit, _iommu, _surroundings) = (unit, iommu, surroundings);
        _queue = new InvalidationQueue(profile.RingLength);
        Receive<Flush>(OnFlush);
        Receive<SubmitPending>(_ => OnSubmitPending());
        Receive<IommuProtocol.StatusWritten>(OnStatusWritten);
        Receive<IommuProtocol.FaultRaised>(OnFaultRaised);
        Receive<Poll>(OnPoll);
        Receive<IommuProtocol.HeadIs>(head => MarkAborted(head.Slot));
        Receive<SetContext>(OnSetContext);
        Receive<IommuProtocol.ContextWritten>(OnContextWritten);
    }

    private void OnFlush(Flush flush)
    {
        _pending.Add(new FlushRequest(flush, Sender));
        AskForTurn();
    }

    private void AskForTurn()
    {
        if (!_submitting && _pending.Count > 0)
        {
            _submitting = true;
            Self.Tell(SubmitPending.Instance);
        }
    }

    private void OnSubmitPending()
    {
        _submitting = false;
        _descriptors.Clear();
        int count = 0;
        while (count < _pending.Count
            && _descriptors.Count + _pending[count].Flush.Descriptors.Length + 2 <= _queue.FreeCount)
        {
            _descriptors.AddRange(_pending[count++].Flush.Descriptors.Span);
        }

        if (count == 0)
        {
            return;
        }

        if (!_queue.TrySubmit(CollectionsMarshal.AsSpan(_descriptors), out QueueSubmission slots))
        {
            throw new InvariantException("The ring had room for what it then refused.");
        }

        Submission submission = new(++_submissions, slots, _pending.GetRange(0, count));
        _pending.RemoveRange(0, count);
        _underWay.Add(slots.WaitSlot, submission);
        Context.System.EventStream.Publish(new DescriptorsSubmitted(
            _unit, submission.Number, count, slots, _queue.FreeCount, _descriptors.ToArray()));
        _descriptors.Add(InvalidationDescriptor.WaitFor(slots.WaitSlot));
        _iommu.Tell(new IommuProtocol.TailWritten(_descriptors.ToArray(), slots.FirstSlot));
    }

    private void OnStatusWritten(IommuProtocol.StatusWritten status)
    {
        QueueSlotState before = _queue.WriteDone(status.Slot);
        if (before != QueueSlotState.InUse)
        {
            Context.System.EventStream.Publish(new StatusCameLate(_unit, status.Slot, before));
        }
        else if (_underWay.TryGetValue(status.Slot, out Submission? submission))
        {
            Finish(submission);
        }
    }

    private void Finish(Submission submission)
    {
        if (submission.IsTorn)
        {
            Restart(submission);
        }
        else
        {
            End(submission, submission.Errno);
        }
    }

    /// <summary>Its submitter has seen the end: reclaims the slots and answers.</summary>
    private void End(Submission submission, Errno errno)
    {
        Release(submission, errno);
        foreach (FlushRequest member in submission.Members)
        {
            Answer(member, errno);
        }

        AskForTurn();
    }

    private void Release(Submission submission, Errno errno)
    {
        _underWay.Remove(submission.Slots.WaitSlot);
        _queue.Release(submission.Slots);
        Context.System.EventStream.Publish(
            new SubmissionEnded(_unit, submission.Number, errno, _queue.FreeCount));
    }

    private void Answer(FlushRequest member, Errno errno, int gone = -1)
    {
        if (errno != Errno.None)
        {
            Context.System.EventStream.Publish(
                new FlushFailed(_unit, member.Flush.Domain, member.Flush.Batch, errno));
        }

        member.Domain.Tell(new Flushed(member.Flush.Batch, errno, gone));
    }

    private void OnSetContext(SetContext set)
    {
        _contextWriters.Enqueue(Sender);
        _iommu.Tell(new IommuProtocol.WriteContext(set.Requester, set.Entry));
    }

    private void OnContextWritten(IommuProtocol.ContextWritten written) =>
        _contextWriters.Dequeue().Tell(new ContextSet(_unit, written.Requester));

    private sealed record SubmitPending
    {
        public static readonly SubmitPending Instance = new();
    }
}
