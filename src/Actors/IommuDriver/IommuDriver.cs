using System.Runtime.InteropServices;
using static PhyrActors.Actors.IommuDriverProtocol;

namespace PhyrActors.Actors;

/// <summary>Software of one IOMMU unit: the ring of its invalidation queue, shared by all its domains.</summary>
/// <remarks>Requests that come before the driver's own message is back share one wait descriptor. A full ring lets
/// requests wait, as the submitters of qi_submit_sync spin. Source: drivers/iommu/intel/dmar.c, v6.16.</remarks>
public sealed class IommuDriver : ReceiveActor
{
    private readonly int _unit;
    private readonly IActorRef _iommu;
    private readonly InvalidationQueue _queue = new();
    private readonly Queue<(Flush Flush, IActorRef Domain)> _pending = new();
    private readonly Dictionary<int, Submission> _underWay = [];
    private readonly List<InvalidationDescriptor> _descriptors = [];
    private bool _submitting;

    public IommuDriver(int unit, IActorRef iommu)
    {
        (_unit, _iommu) = (unit, iommu);
        Receive<Flush>(OnFlush);
        Receive<SubmitPending>(_ => OnSubmitPending());
        Receive<IommuProtocol.StatusWritten>(OnStatusWritten);
    }

    private void OnFlush(Flush flush)
    {
        _pending.Enqueue((flush, Sender));
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
        List<(Flush Flush, IActorRef Domain)> members = [];
        while (_pending.TryPeek(out (Flush Flush, IActorRef Domain) next)
            && _descriptors.Count + next.Flush.Descriptors.Length + 2 <= _queue.FreeCount)
        {
            _pending.Dequeue();
            members.Add(next);
            _descriptors.AddRange(next.Flush.Descriptors.Span);
        }

        if (members.Count == 0)
        {
            return;
        }

        if (!_queue.TrySubmit(CollectionsMarshal.AsSpan(_descriptors), out QueueSubmission submission))
        {
            throw new InvariantException("The ring had room for what it then refused.");
        }

        _underWay.Add(submission.WaitSlot, new Submission(submission, members));
        Context.System.EventStream.Publish(new DescriptorsSubmitted(_unit, members.Count, _descriptors.Count));
        _descriptors.Add(InvalidationDescriptor.WaitFor(submission.WaitSlot));
        _iommu.Tell(new IommuProtocol.TailWritten(_descriptors.ToArray()));
    }

    private void OnStatusWritten(IommuProtocol.StatusWritten status)
    {
        _queue.WriteDone(status.Slot);
        if (!_underWay.Remove(status.Slot, out Submission? submission))
        {
            throw new InvariantException($"Status of slot {status.Slot}, for which nobody waits.");
        }

        _queue.Release(submission.Slots);
        foreach ((Flush flush, IActorRef domain) in submission.Members)
        {
            domain.Tell(new Flushed(flush.Batch, Errno.None));
        }

        AskForTurn();
    }

    private sealed record SubmitPending
    {
        public static readonly SubmitPending Instance = new();
    }

    private sealed record Submission(QueueSubmission Slots, List<(Flush Flush, IActorRef Domain)> Members);
}
