namespace PhyrActors.Model;

/// <summary>The interval notifiers of one address space: who mirrors which part of it, and the sequence by which a
/// reader learns that what it read may be gone.</summary>
/// <remarks>The sequence is odd from the first invalidation that meets a notifier until the last invalidation under
/// way ends; meanwhile notifiers come and go on paper only. A notifier's own sequence is its driver's: the sequence of
/// the last invalidation that it was told of, and so always odd. Source: mm/mmu_notifier.c, v6.16.</remarks>
public sealed class MmuIntervalNotifiers
{
    private readonly SortedList<long, VirtRange> _notifiers = [];

    /// <summary>What the end of the invalidations changes: a range comes, null goes.</summary>
    private readonly SortedList<long, VirtRange?> _deferred = [];

    private int _active;

    /// <summary>invalidate_seq.</summary>
    public long Sequence { get; private set; } = 2;

    public bool IsInvalidating => (Sequence & 1) != 0;

    /// <summary>Notifiers that are there or will be.</summary>
    public int Count => _notifiers.Count + _deferred.Values.Count(static range => range is not null);

    /// <summary>Adds a notifier (mmu_interval_notifier_insert).</summary>
    /// <returns>Its own sequence: while invalidations are under way that of theirs, so that its first reader
    /// waits.</returns>
    public long Insert(long notifier, VirtRange range)
    {
        if (IsInvalidating)
        {
            _deferred.Add(notifier, range);
            return Sequence;
        }

        _notifiers.Add(notifier, range);
        if (_active == 0)
        {
            return Sequence - 1;
        }

        return ++Sequence;
    }

    /// <summary>Takes a notifier away; false where it goes only at the end of what is under way, and may be told of
    /// invalidations until then (mmu_interval_notifier_remove).</summary>
    public bool TryRemove(long notifier)
    {
        if (IsInvalidating && _notifiers.ContainsKey(notifier))
        {
            _deferred.Add(notifier, null);
            return false;
        }

        return _notifiers.Remove(notifier) || _deferred.Remove(notifier);
    }

    /// <summary>Begins an invalidation; every one ends by <see cref="End"/>.</summary>
    /// <returns>The notifiers that must be told of it, under <see cref="Sequence"/>; none: it may go on at
    /// once.</returns>
    public IReadOnlyList<long> Begin(VirtRange range)
    {
        _active++;
        if (_notifiers.Count == 0)
        {
            return [];
        }

        List<long> met = [];
        foreach ((long notifier, VirtRange mirrored) in _notifiers)
        {
            if (mirrored.Overlaps(range))
            {
                met.Add(notifier);
            }
        }

        if (met.Count > 0 && !IsInvalidating)
        {
            Sequence++;
        }

        return met;
    }

    /// <summary>Ends an invalidation; true where it was the last, and whoever waits for the sequence to change need
    /// wait no longer.</summary>
    public bool End()
    {
        if (--_active < 0)
        {
            throw new InvariantException("An invalidation ended that had not begun.");
        }

        if (_active > 0 || !IsInvalidating)
        {
            return false;
        }

        Sequence++;
        foreach ((long notifier, VirtRange? range) in _deferred)
        {
            if (range is { } comes)
            {
                _notifiers.Add(notifier, comes);
            }
            else
            {
                _notifiers.Remove(notifier);
            }
        }

        _deferred.Clear();
        return true;
    }

    /// <summary>Whether a notifier's reader must wait: the invalidation that its driver was last told of is not over
    /// (mmu_interval_read_begin).</summary>
    public bool MustWait(long sequence) => sequence == Sequence;
}
