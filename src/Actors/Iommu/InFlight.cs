namespace PhyrActors.Actors;

/// <summary>Accesses that a unit has translated and that have not landed, and the waits that need them to.</summary>
/// <remarks>An access carries the number of waits met before it was translated, so a wait knows which of them it
/// covers.</remarks>
internal sealed class InFlight
{
    private readonly Queue<(int Slot, long Number)> _waits = new();
    private readonly Dictionary<long, int> _accessesByStamp = [];
    private long _waitsMet;
    private long _oldest;

    /// <summary>Counts an access; the stamp comes back when it lands.</summary>
    public long Enter()
    {
        _accessesByStamp.TryGetValue(_waitsMet, out int count);
        _accessesByStamp[_waitsMet] = count + 1;
        return _waitsMet;
    }

    public void Leave(long stamp)
    {
        if (!_accessesByStamp.TryGetValue(stamp, out int count))
        {
            throw new InvariantException("An access landed that was never in flight.");
        }

        if (count > 1)
        {
            _accessesByStamp[stamp] = count - 1;
        }
        else
        {
            _accessesByStamp.Remove(stamp);
        }
    }

    /// <summary>Meets a wait descriptor: it covers everything in flight now and nothing later.</summary>
    public void Wait(int slot) => _waits.Enqueue((slot, _waitsMet++));

    /// <summary>The next wait, in order, all of whose accesses have landed.</summary>
    /// <param name="drains">Whether waits need that at all.</param>
    /// <param name="slot">Where its status goes.</param>
    public bool TryComplete(bool drains, out int slot)
    {
        slot = -1;
        if (!_waits.TryPeek(out (int Slot, long Number) wait))
        {
            return false;
        }

        while (_oldest <= wait.Number && !(drains && _accessesByStamp.ContainsKey(_oldest)))
        {
            _oldest++;
        }

        if (_oldest <= wait.Number)
        {
            return false;
        }

        _waits.Dequeue();
        slot = wait.Slot;
        return true;
    }
}
