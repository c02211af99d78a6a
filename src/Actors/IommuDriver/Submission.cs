namespace PhyrActors.Actors;

/// <summary>A domain's flush and whom to answer.</summary>
internal readonly record struct FlushRequest(IommuDriverProtocol.Flush Flush, IActorRef Domain)
{
    /// <summary>Whether it needs an answer of that device.</summary>
    public bool Asks(int requester)
    {
        foreach (InvalidationDescriptor descriptor in Flush.Descriptors.Span)
        {
            if (descriptor.Kind == InvalidationKind.DeviceTlb && descriptor.Requester == requester)
            {
                return true;
            }
        }

        return false;
    }
}

/// <summary>Requests in the ring that share one wait descriptor.</summary>
internal sealed class Submission(long number, QueueSubmission slots, List<FlushRequest> members)
{
    public long Number { get; } = number;

    public QueueSubmission Slots { get; } = slots;

    public List<FlushRequest> Members { get; } = members;

    /// <summary>What its members are told once the wait is done: the queue refused one of its descriptors.</summary>
    public Errno Errno { get; set; }

    /// <summary>One of its descriptors was aborted and its wait was not: it is to be submitted anew once the wait is
    /// done.</summary>
    public bool IsTorn { get; set; }

    public bool Holds(int slot, int ringLength) =>
        (slot - Slots.FirstSlot + ringLength) % ringLength < Slots.SlotCount;
}
