namespace PhyrActors.Model;

/// <summary>Free ranges of one size kept aside, the latest on top.</summary>
internal sealed class IovaStack
{
    /// <summary>Enough for two of the kernel's magazines.</summary>
    private const int Capacity = 2 * IovaMagazine.Capacity;

    private readonly ulong[] _cached = new ulong[Capacity];

    public int Count { get; private set; }

    public bool IsFull => Count == Capacity;

    public void Push(ulong first) => _cached[Count++] = first;

    /// <summary>Takes the topmost range that starts at or below a granule.</summary>
    public bool TryPop(ulong lastStart, out ulong first)
    {
        for (int i = Count - 1; i >= 0; i--)
        {
            first = _cached[i];
            if (first <= lastStart)
            {
                _cached[i] = _cached[--Count];
                return true;
            }
        }

        first = 0;
        return false;
    }

    /// <summary>Gives the oldest ranges back.</summary>
    public void Spill(int count, ulong granules, IovaBuddy buddy)
    {
        foreach (ulong first in _cached.AsSpan(0, count))
        {
            buddy.Free(first, granules);
        }

        _cached.AsSpan(count, Count - count).CopyTo(_cached);
        Count -= count;
    }
}
