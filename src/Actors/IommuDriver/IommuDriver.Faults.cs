namespace PhyrActors.Actors;

/// <summary>What submitters do about a fault of the queue (qi_check_fault).</summary>
/// <remarks>Every submitter under way looks at the fault in a step of its own; the first that finds it acts for all. A
/// timeout aborts what the unit has taken: those slots are marked before the fault is cleared, for then the unit goes
/// on. Who asked a device that is gone is told ETIMEDOUT; all others submit anew.</remarks>
public sealed partial class IommuDriver
{
    private readonly SortedSet<int> _gone = [];
    private IommuProtocol.FaultRaised? _fault;

    private void OnFaultRaised(IommuProtocol.FaultRaised fault)
    {
        if (fault.Fault == QueueFault.CompletionError)
        {
            _iommu.Tell(new IommuProtocol.ClearFault(fault.Fault));
            return;
        }

        _fault = fault;
        PollAll();
    }

    private void PollAll()
    {
        for (int slot = _queue.Oldest; slot != _queue.Tail; slot = _queue.Next(slot))
        {
            if (_underWay.TryGetValue(slot, out Submission? submission))
            {
                Self.Tell(new Poll(slot, submission.Number));
            }
        }
    }

    private void OnPoll(Poll poll)
    {
        if (!_underWay.TryGetValue(poll.WaitSlot, out Submission? submission)
            || submission.Number != poll.Submission)
        {
            return;
        }

        if (_queue.StateOf(poll.WaitSlot) == QueueSlotState.Abort)
        {
            Restart(submission);
        }
        else if (_fault is { Fault: QueueFault.Timeout } timeout)
        {
            ActOnTimeout(timeout);
        }
        else if (_fault is { } error && submission.Holds(error.Head, _queue.Length))
        {
            _fault = null;
            submission.Errno = Errno.EINVAL;
            _iommu.Tell(new IommuProtocol.ClearFault(
                QueueFault.QueueError, InvalidationDescriptor.WaitFor(error.Head)));
        }
    }

    private void ActOnTimeout(IommuProtocol.FaultRaised timeout)
    {
        _fault = null;
        if (!timeout.DevicePresent)
        {
            _gone.Add(timeout.Requester);
        }

        if (_surroundings.Mutations.Has(Mutation.B3))
        {
            _iommu.Tell(new IommuProtocol.ClearFault(QueueFault.Timeout));
            _iommu.Tell(new IommuProtocol.ReadHead());
            return;
        }

        MarkAborted(timeout.Head);
        _iommu.Tell(new IommuProtocol.ClearFault(QueueFault.Timeout));
    }

    /// <summary>Marks what the unit had taken and not done, from the slot before the head back to the oldest.</summary>
    private void MarkAborted(int head)
    {
        bool onlyOdd = _surroundings.Mutations.Has(Mutation.B2);
        int taken = (head - _queue.Oldest + _queue.Length) % _queue.Length;
        for (int back = 1; back <= taken; back++)
        {
            int slot = (head - back + _queue.Length) % _queue.Length;
            if (onlyOdd && slot % 2 == 0)
            {
                continue;
            }

            if (_queue.TryAbort(slot) && SubmissionAt(slot) is { } submission)
            {
                submission.IsTorn = true;
            }
        }

        for (int slot = _queue.Oldest; slot != _queue.Tail; slot = _queue.Next(slot))
        {
            if (_underWay.TryGetValue(slot, out Submission? submission) && submission.IsTorn)
            {
                Context.System.EventStream.Publish(new SubmissionAborted(_unit, submission.Number));
            }
        }

        PollAll();
    }

    /// <summary>The submission that a slot belongs to: its wait is the next one at or after the slot.</summary>
    private Submission? SubmissionAt(int slot)
    {
        for (; slot != _queue.Tail; slot = _queue.Next(slot))
        {
            if (_underWay.TryGetValue(slot, out Submission? submission))
            {
                return submission;
            }
        }

        return null;
    }

    /// <summary>Its wait was aborted: each request is submitted anew, before later ones, unless it would wait for a
    /// device that is gone.</summary>
    private void Restart(Submission submission)
    {
        if (_surroundings.Mutations.Has(Mutation.M8))
        {
            End(submission, Errno.None);
            return;
        }

        Release(submission, Errno.EAGAIN);
        int at = 0;
        foreach (FlushRequest member in submission.Members)
        {
            int gone = _gone.Where(member.Asks).DefaultIfEmpty(-1).First();
            if (gone >= 0)
            {
                Answer(member, Errno.ETIMEDOUT, gone);
            }
            else
            {
                _pending.Insert(at++, member);
            }
        }

        AskForTurn();
    }

    /// <summary>A submitter looks at its wait.</summary>
    private sealed record Poll(int WaitSlot, long Submission);
}
