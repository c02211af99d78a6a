namespace PhyrActors.Host;

/// <summary>Tells when a count has stood still for too long.</summary>
internal sealed class StallClock(TimeProvider time)
{
    private long _count = -1;
    private long _since;

    /// <summary>Whether the count has been this one for so long.</summary>
    public bool HasStood(long count, TimeSpan limit)
    {
        if (count != _count)
        {
            (_count, _since) = (count, time.GetTimestamp());
            return false;
        }

        return time.GetElapsedTime(_since) >= limit;
    }
}
