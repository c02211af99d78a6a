namespace PhyrActors.Runtime;

/// <summary>A user message with its sender, in a mailbox.</summary>
internal readonly record struct Letter(object Message, IActorRef? Sender);

/// <summary>Letters in an array: senders append to one queue while the receiver empties another, then the two change
/// places. Nothing is allocated before the first letter.</summary>
internal struct LetterQueue
{
    private const int CapacityMin = 8;

    // A burst may be as large as it likes, but its array is not kept for the rest of the actor's life.
    private const int CapacityKeptMax = 1 << 12;

    private Letter[]? _letters;
    private int _head;
    private int _end;

    public readonly bool IsEmpty => _head == _end;

    public readonly int Count => _end - _head;

    public void Append(Letter letter)
    {
        Letter[]? letters = _letters;
        int end = _end;
        if (letters is null || end >= letters.Length)
        {
            letters = Grow();
        }

        letters[end] = letter;
        _end = end + 1;
    }

    public Letter Take()
    {
        ref Letter slot = ref _letters![_head++];
        Letter letter = slot;
        slot = default;
        if (_head == _end)
        {
            (_head, _end) = (0, 0);
            _letters = _letters.Length <= CapacityKeptMax ? _letters : null;
        }

        return letter;
    }

    private Letter[] Grow()
    {
        Array.Resize(ref _letters, Math.Max(CapacityMin, _end * 2));
        return _letters;
    }

    /// <summary>Puts letters before all others, in their order.</summary>
    public void Prepend(IReadOnlyList<StashedMessage> messages)
    {
        int waiting = _end - _head;
        if (_head < messages.Count)
        {
            Letter[] larger = new Letter[Math.Max(CapacityMin, messages.Count + waiting)];
            _letters.AsSpan(_head, waiting).CopyTo(larger.AsSpan(messages.Count));
            (_letters, _head, _end) = (larger, messages.Count, messages.Count + waiting);
        }

        for (int i = messages.Count - 1; i >= 0; i--)
        {
            _letters![--_head] = new Letter(messages[i].Message, messages[i].Sender);
        }
    }
}
