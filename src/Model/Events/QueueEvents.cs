namespace PhyrActors.Model;

/// <summary>The driver of a unit wrote descriptors and one wait into the ring, for <paramref name="Requests"/> batches
/// of domains.</summary>
/// <param name="Unit">The unit.</param>
/// <param name="Submission">The driver's number of it.</param>
/// <param name="Requests">How many share the wait.</param>
/// <param name="Slots">Where in the ring.</param>
/// <param name="FreeCount">Slots free after it.</param>
/// <param name="Descriptors">Without the wait.</param>
public sealed record DescriptorsSubmitted(
    int Unit,
    long Submission,
    int Requests,
    QueueSubmission Slots,
    int FreeCount,
    ReadOnlyMemory<InvalidationDescriptor> Descriptors);

/// <summary>The driver marked the wait of a submission as aborted.</summary>
public sealed record SubmissionAborted(int Unit, long Submission);

/// <summary>A submission's slots are reclaimed: None, it is done; EAGAIN, it was aborted and is submitted anew under
/// another number; any other, its members are told.</summary>
public sealed record SubmissionEnded(int Unit, long Submission, Errno Errno, int FreeCount);

/// <summary>A batch of a domain failed at a unit.</summary>
public sealed record FlushFailed(int Unit, int Domain, long Batch, Errno Errno);

/// <summary>The unit wrote the status of a slot that was not in use any more.</summary>
public sealed record StatusCameLate(int Unit, int Slot, QueueSlotState Before);

/// <summary>The unit took a descriptor from the ring; the sequence counts all it ever took.</summary>
public sealed record DescriptorFetched(int Unit, long Sequence, InvalidationKind Kind);

/// <summary>The unit executed one invalidation descriptor; for a device's cache, the device has answered.</summary>
public sealed record InvalidationExecuted(int Unit, InvalidationDescriptor Descriptor, long Sequence = 0);

/// <summary>The unit wrote the status of a wait.</summary>
public sealed record WaitCompleted(int Unit, long Sequence, int Slot);

/// <summary>The unit gave up every wait and every device-TLB invalidation that it had taken and not
/// completed.</summary>
public sealed record WaitsAborted(int Unit, long LastSequence);
