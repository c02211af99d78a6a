namespace PhyrActors.Actors;

/// <summary>Accesses that were translated and have not landed, by domain, and the waits that need them to.</summary>
/// <remarks>An access carries the number of waits met before it was translated, so a wait knows which of them it
/// covers. Waits are done in their order.</remarks>
internal sealed class InFlight
{
    private const int DomainBits = 16;

    private readonly Queue<PendingWait> _waits = new();
    private readonly Dictionary<int, Accesses> _byDomain = [];
    private readonly List<Accesses> _all = [];
    private long _waitsMet;

    /// <summary>The wait that is next to be done, if any.</summary>
    public PendingWait? NextWait => _waits.TryPeek(out PendingWait wait) ? wait : null;

    /// <summary>Counts an access; the stamp comes back when it lands.</summary>
    public long Enter(int domain)
    {
        if (!_byDomain.TryGetValue(domain, out Accesses? accesses))
        {
            accesses = new Accesses();
            _byDomain.Add(domain, accesses);
            _all.Add(accesses);
        }

        accesses.Enter(_waitsMet);
        return (_waitsMet << DomainBits) | (long)domain;
    }

    public void Leave(long stamp)
    {
        int domain = (int)(stamp & ((1 << DomainBits) - 1));
        if (!_byDomain.TryGetValue(domain, out Accesses? accesses) || !accesses.TryLeave(stamp >> DomainBits))
        {
            throw new InvariantException("An access landed that was never in flight.");
        }
    }

    /// <summary>Meets a wait descriptor: it covers what is in flight now in the domains given, and nothing
    /// later.</summary>
    /// <param name="slot">Where its status goes.</param>
    /// <param name="sequence">Its number among all descriptors.</param>
    /// <param name="domains">The domains that descriptors before it invalidate; none for a drain of all.</param>
    public void Wait(int slot, long sequence, IReadOnlyList<int> domains) =>
        _waits.Enqueue(new PendingWait(slot, sequence, _waitsMet++, domains));

    /// <summary>Whether all that the next wait covers has landed.</summary>
    public bool NextHasLanded()
    {
        PendingWait wait = _waits.Peek();
        if (wait.Domains.Count > 0)
        {
            return wait.Domains.All(
                domain => !_byDomain.TryGetValue(domain, out Accesses? one) || !one.AnyUpTo(wait.Number));
        }

        return _all.TrueForAll(accesses => !accesses.AnyUpTo(wait.Number));
    }

    public void EndNext() => _waits.Dequeue();

    /// <summary>Forgets every wait that is pending.</summary>
    public void AbortWaits() => _waits.Clear();

    /// <summary>A wait that was met and is not done.</summary>
    public readonly record struct PendingWait(int Slot, long Sequence, long Number, IReadOnlyList<int> Domains);

    /// <summary>One domain's accesses, by the waits met before them, oldest first.</summary>
    private sealed class Accesses
    {
        private readonly List<(long Stamp, int Count)> _counts = [];

        public void Enter(long stamp)
        {
            if (_counts.Count > 0 && _counts[^1].Stamp == stamp)
            {
                _counts[^1] = (stamp, _counts[^1].Count + 1);
            }
            else
            {
                _counts.Add((stamp, 1));
            }
        }

        public bool TryLeave(long stamp)
        {
            int at = 0;
            while (at < _counts.Count && _counts[at].Stamp != stamp)
            {
                at++;
            }

            if (at == _counts.Count)
            {
                return false;
            }

            int left = _counts[at].Count - 1;
            if (left > 0)
            {
                _counts[at] = (stamp, left);
            }
            else
            {
                _counts.RemoveAt(at);
            }

            return true;
        }

        public bool AnyUpTo(long number) => _counts.Count > 0 && _counts[0].Stamp <= number;
    }
}
