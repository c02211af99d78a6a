using static PhyrActors.Actors.AddressSpaceProtocol;
using static PhyrActors.Actors.MmuNotifierProtocol;

namespace PhyrActors.Actors;

/// <summary>Interval notifiers: whoever mirrors memory of the process forgets it before its mappings go.</summary>
/// <remarks>What takes mappings away begins with <see cref="Invalidate"/>, goes on in <see cref="GoOn"/>, at once where
/// nobody mirrors the range, and ends with <see cref="EndInvalidation"/>. Source: mm/mmu_notifier.c, v6.16.</remarks>
public sealed partial class AddressSpace
{
    private readonly MmuIntervalNotifiers _notifiers = new();
    private readonly Dictionary<long, Mirror> _mirrors = [];
    private readonly Dictionary<long, InvalidationInProgress> _invalidations = [];
    private readonly List<(object Message, IActorRef Sender)> _sequenceWaiters = [];
    private long _notifierNumbers;
    private long _invalidationNumbers;

    private void OnInsert(Insert insert)
    {
        long notifier = ++_notifierNumbers;
        _mirrors.Add(notifier, new Mirror(Sender));
        long sequence = _notifiers.Insert(
            notifier, new VirtRange(insert.Start, insert.Start + insert.LengthBytes));
        Sender.Tell(new Inserted(insert.Request, notifier, sequence));
    }

    private void OnRemove(Remove remove)
    {
        if (_notifiers.TryRemove(remove.Notifier))
        {
            EndRemove(remove, Sender);
        }
        else
        {
            _sequenceWaiters.Add((remove, Sender));
        }
    }

    private void EndRemove(Remove remove, IActorRef driver)
    {
        _mirrors.Remove(remove.Notifier);
        driver.Tell(new Removed(remove.Notifier));
        if (_hasLeft && _heldExit is null && _mirrors.Count == 0)
        {
            Leave();
        }
    }

    private void OnReadBegin(ReadBegin begin)
    {
        if (_notifiers.MustWait(begin.Sequence))
        {
            _sequenceWaiters.Add((begin, Sender));
        }
        else
        {
            Sender.Tell(new ReadBegun(begin.Fault, begin.Sequence));
        }
    }

    /// <summary>Tells everybody who mirrors some of a range that it goes, and goes on when all have answered.</summary>
    /// <param name="range">What goes.</param>
    /// <param name="next">With what to go on.</param>
    /// <param name="mayBlock">Whether they may wait for anything.</param>
    private void Invalidate(VirtRange range, object next, bool mayBlock = true)
    {
        IReadOnlyList<long> met = _notifiers.Begin(range);
        if (met.Count == 0)
        {
            GoOn(next, invalidation: 0, isDone: true);
            return;
        }

        long number = ++_invalidationNumbers;
        _invalidations.Add(number, new InvalidationInProgress(next, Sender, met.Count));
        foreach (long notifier in met)
        {
            _mirrors[notifier].Driver.Tell(
                new Invalidate(number, notifier, range, _notifiers.Sequence, mayBlock));
        }
    }

    private void OnInvalidated(Invalidated invalidated)
    {
        InvalidationInProgress progress = _invalidations[invalidated.Invalidation];
        progress.IsDone &= invalidated.Done;
        if (--progress.AnswersLeft == 0)
        {
            _invalidations.Remove(invalidated.Invalidation);
            Self.Tell(
                new MirrorsForgot(progress.Next, invalidated.Invalidation, progress.IsDone), progress.Requester);
        }
    }

    /// <summary>Nobody mirrors the range by now, nor will until the invalidation ends.</summary>
    private void GoOn(object next, long invalidation, bool isDone)
    {
        switch (next)
        {
            case TakeMapping take:
                TakeMappingAway(take, invalidation);
                break;
            case UnmapEverywhere unmap:
                TakeEverywhere(unmap, invalidation);
                break;
            case WalkFile walk:
                VisitMappings(walk, invalidation);
                break;
            case CowResolved resolved:
                ReplaceCopied(resolved, invalidation);
                break;
            case FaultedIn fault:
                MapFaultedIn(fault, invalidation);
                break;
            case HideForMerge hide:
                HideAndAsk(hide.Merge, invalidation);
                break;
            case Mremap:
                BeginMoving(invalidation);
                break;
            case HideForMove hide:
                HideAndAskToMove(hide.Move, invalidation);
                break;
            case AskForHint ask:
                AskToHint(ask.Hint, invalidation);
                break;
            case Collapse collapse:
                TakeAwayForCollapse(collapse, invalidation);
                break;
            case ContinueZap zap:
                ZapWhatIsForgotten(zap.Zap, invalidation, isDone);
                break;
            case Fork:
                RaiseSequence(invalidation);
                break;
            default:
                _exitInvalidation = invalidation;
                PutNextMappings();
                break;
        }
    }

    /// <param name="invalidation">Its number; 0 where nobody was told.</param>
    private void EndInvalidation(long invalidation)
    {
        bool wakes = _notifiers.End();
        if (invalidation > 0)
        {
            Context.System.EventStream.Publish(new InvalidationEnded(invalidation));
        }

        if (wakes)
        {
            WakeSequenceWaiters();
        }
    }

    private void WakeSequenceWaiters()
    {
        (object Message, IActorRef Sender)[] waiters = [.. _sequenceWaiters];
        _sequenceWaiters.Clear();
        foreach ((object message, IActorRef sender) in waiters)
        {
            if (message is Remove remove)
            {
                EndRemove(remove, sender);
            }
            else if (message is ReadBegin begin)
            {
                sender.Tell(new ReadBegun(begin.Fault, begin.Sequence));
            }
        }
    }

    /// <summary>All who were told of an invalidation have answered.</summary>
    private sealed record MirrorsForgot(object Next, long Invalidation, bool IsDone);

    /// <summary>A page goes that is to be merged.</summary>
    private sealed record HideForMerge(long Merge);

    /// <summary>A driver that mirrors memory.</summary>
    private sealed class Mirror(IActorRef driver)
    {
        public IActorRef Driver { get; } = driver;

        /// <summary>The process runs another program by now, or none.</summary>
        public bool IsReleased { get; set; }
    }

    private sealed class InvalidationInProgress(object next, IActorRef requester, int answersLeft)
    {
        public object Next { get; } = next;

        public IActorRef Requester { get; } = requester;

        public int AnswersLeft { get; set; } = answersLeft;

        public bool IsDone { get; set; } = true;
    }
}
