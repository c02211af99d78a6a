namespace PhyrActors.Model;

/// <summary>Free ranges of one size kept aside, the latest on top.</summary>
internal sealed class IovaStack
{
    /// <summary>Enough for two of the kernel's magazines.</summary>
    private const int Capacity = 2 * IovaMagazine.Capacity;

    private readonly CachedIova[] _cached = new CachedIova[Capacity];

    public int Count { get; private set; }

    public bool IsFull => Count == Capacity;

    public void Push(CachedIova cached) => _cached[Count++] = cached;

    /// <summary>Takes the topmost range that starts at or below a granule.</summary>
    public bool TryPop(ulong lastStart, out CachedIova cached)
    {
        for (int i = Count - 1; i >= 0; i--)
        {
            cached = _cached[i];
            if (cached.First <= lastStart)
            {
                _cached[i] = _cached[--Count];
                return true;
            }
        }

        cached = default;
        return false;
    }

    /// <summary>Gives the oldest ranges back.</summary>
    public void Spill(int count, ulong granules, IovaBuddy buddy)
    {
        foreach (CachedIova cached in _cached.AsSpan(0, count))
        {
            buddy.Free(cached.Slot, cached.First, granules);
        }

        _cached.AsSpan(count, Count - count).CopyTo(_cached);
        Count -= count;
    }
}

/// <summary>A range that is neither live nor free, and where its slot is.</summary>
internal readonly record struct CachedIova(ulong First, int Slot);
