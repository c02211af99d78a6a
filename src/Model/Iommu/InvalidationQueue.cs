namespace PhyrActors.Model;

/// <summary>What software knows of one slot of the ring (QI_FREE ... QI_ABORT).</summary>
public enum QueueSlotState
{
    Free = 0,
    InUse = 1,
    Done = 2,
    Abort = 3,
}

/// <summary>The slots of one submission: its descriptors and, last, its wait.</summary>
public readonly record struct QueueSubmission(int FirstSlot, int SlotCount, int WaitSlot);

/// <summary>The ring of one IOMMU unit as its driver keeps it: descriptors, status array and indices.</summary>
/// <remarks>Every submission ends with one wait descriptor. A submission needs one slot more than it fills, so the ring
/// never closes. Hardware reads a descriptor with <see cref="Fetch"/> from its own head up to <see cref="Tail"/> and
/// answers a wait with <see cref="WriteDone"/>. Source: drivers/iommu/intel/dmar.c:qi_submit_sync(), v7.0.</remarks>
public sealed class InvalidationQueue
{
    /// <summary>QI_LENGTH.</summary>
    public const int LengthDefault = 256;

    private readonly InvalidationDescriptor[] _descriptors;
    private readonly QueueSlotState[] _states;

    public InvalidationQueue(int length = LengthDefault)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(length, 2);
        _descriptors = new InvalidationDescriptor[length];
        _states = new QueueSlotState[length];
        FreeCount = length;
    }

    public int Length => _states.Length;

    /// <summary>The next slot to fill: what the tail register tells hardware (the kernel's free_head).</summary>
    public int Tail { get; private set; }

    /// <summary>The oldest slot not reclaimed (the kernel's free_tail).</summary>
    public int Oldest { get; private set; }

    public int FreeCount { get; private set; }

    /// <summary>The most descriptors one submission can hold beside its wait.</summary>
    public int DescriptorsMax => Length - 2;

    /// <summary>I-35: free slots and slots in the ring's live part make the whole, one at least is free, and everything
    /// outside the live part is Free.</summary>
    public bool SlotsAreConserved
    {
        get
        {
            int live = Distance(Oldest, Tail);
            bool outsideIsFree = true;
            for (int i = 0; i < Length - live; i++)
            {
                outsideIsFree &= _states[Wrap(Tail + i)] == QueueSlotState.Free;
            }

            return outsideIsFree && FreeCount >= 1 && FreeCount + live == Length;
        }
    }

    public QueueSlotState StateOf(int slot) => _states[slot];

    /// <summary>Hardware's read of one descriptor.</summary>
    public InvalidationDescriptor Fetch(int head) => _descriptors[head];

    /// <summary>The slot after this one.</summary>
    public int Next(int slot) => Wrap(slot + 1);

    /// <summary>Appends descriptors (none is legal: a drain) and a wait for them.</summary>
    /// <returns>False while there is no room: the caller waits and asks again.</returns>
    /// <exception cref="ArgumentException">More than <see cref="DescriptorsMax"/>: there would never be
    /// room.</exception>
    public bool TrySubmit(ReadOnlySpan<InvalidationDescriptor> descriptors, out QueueSubmission submission)
    {
        if (descriptors.Length > DescriptorsMax)
        {
            throw new ArgumentException("longer than the ring can ever hold", nameof(descriptors));
        }

        submission = default;
        if (FreeCount < descriptors.Length + 2)
        {
            return false;
        }

        int first = Tail;
        foreach (InvalidationDescriptor descriptor in descriptors)
        {
            Append(descriptor);
        }

        int wait = Tail;
        Append(InvalidationDescriptor.WaitFor(wait));
        submission = new QueueSubmission(first, descriptors.Length + 1, wait);
        return true;
    }

    /// <summary>Hardware's status write for a wait: it lands whatever the slot has become meanwhile.</summary>
    /// <returns>What it overwrote; anything but InUse is a late write.</returns>
    public QueueSlotState WriteDone(int slot)
    {
        QueueSlotState before = _states[slot];
        _states[slot] = QueueSlotState.Done;
        return before;
    }

    /// <summary>Marks a slot whose descriptor hardware gave up; its submitter must submit again.</summary>
    /// <returns>False if the slot was not in use: nothing changes.</returns>
    public bool TryAbort(int slot)
    {
        bool inUse = _states[slot] == QueueSlotState.InUse;
        if (inUse)
        {
            _states[slot] = QueueSlotState.Abort;
        }

        return inUse;
    }

    /// <summary>Its submitter has seen the wait Done or Abort: frees the slots and reclaims from the oldest
    /// on.</summary>
    /// <exception cref="ArgumentException">The wait is still in use, or the submission was released before.</exception>
    public void Release(QueueSubmission submission)
    {
        if (_states[submission.WaitSlot] is QueueSlotState.InUse or QueueSlotState.Free)
        {
            throw new ArgumentException($"the wait is {_states[submission.WaitSlot]}", nameof(submission));
        }

        for (int i = 0; i < submission.SlotCount; i++)
        {
            _states[Wrap(submission.FirstSlot + i)] = QueueSlotState.Free;
        }

        while (Oldest != Tail && _states[Oldest] == QueueSlotState.Free)
        {
            Oldest = Next(Oldest);
            FreeCount++;
        }
    }

    private void Append(in InvalidationDescriptor descriptor)
    {
        if (_states[Tail] != QueueSlotState.Free)
        {
            throw new InvariantException($"slot {Tail} is {_states[Tail]} and would be used again");
        }

        _descriptors[Tail] = descriptor;
        _states[Tail] = QueueSlotState.InUse;
        Tail = Next(Tail);
        FreeCount--;
    }

    private int Distance(int from, int to) => to >= from ? to - from : to - from + Length;

    private int Wrap(int slot) => slot % Length;
}
