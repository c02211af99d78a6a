namespace PhyrActors.Model;

/// <summary>What one actor has met at one fault site; mutable, one for each.</summary>
public struct FaultCount
{
    private const ulong DrawBits = 1UL << 53;

    private long _occasions;
    private long _strikes;
    private int _burstLeft;
    private int _burstFate;
    private int _timesPassed;
    private TimeSpan _due;

    /// <summary>The way in which a burst under way makes this occasion fail too; 0: there is none.</summary>
    public int GoOn()
    {
        if (_burstLeft == 0)
        {
            return 0;
        }

        _burstLeft--;
        _occasions++;
        return _burstFate;
    }

    /// <summary>Counts an occasion; whether it may fail by what the rule says of counts.</summary>
    public bool IsAsked(FaultRule rule)
    {
        ArgumentNullException.ThrowIfNull(rule);
        _occasions++;
        return (rule.Limit == 0 || _strikes < rule.Limit) && (rule.Nth == 0 || rule.Nth == _occasions);
    }

    /// <summary>Whether an occasion that is asked about may fail by what the rule says of times.</summary>
    /// <param name="rule">When the site may strike.</param>
    /// <param name="now">Virtual time.</param>
    /// <param name="below">Draws a number below the one given.</param>
    public bool IsDue(FaultRule rule, TimeSpan now, Func<ulong, ulong> below)
    {
        ArgumentNullException.ThrowIfNull(rule);
        return (rule.Until == TimeSpan.Zero || now < rule.Until)
            && (rule.At.Count == 0 || IsTime(rule.At, now))
            && (rule.PerSecond == 0 || IsDue(rule.PerSecond, now, below));
    }

    /// <summary>What was chosen where it was asked; 0: it does not fail.</summary>
    public void Strike(FaultRule rule, int fate)
    {
        ArgumentNullException.ThrowIfNull(rule);
        if (fate != 0)
        {
            _strikes++;
            (_burstLeft, _burstFate) = (rule.Burst - 1, fate);
        }
    }

    /// <summary>One of the times has come since the last occasion.</summary>
    private bool IsTime(IReadOnlyList<TimeSpan> at, TimeSpan now)
    {
        int before = _timesPassed;
        while (_timesPassed < at.Count && at[_timesPassed] <= now)
        {
            _timesPassed++;
        }

        return _timesPassed > before;
    }

    /// <summary>The time of the next has come; the one after it lies an exponential draw later.</summary>
    private bool IsDue(double perSecond, TimeSpan now, Func<ulong, ulong> below)
    {
        bool isFirst = _due == TimeSpan.Zero;
        bool isDue = !isFirst && now >= _due;
        if (isFirst || isDue)
        {
            double uniform = (below(DrawBits) + 0.5) / DrawBits;
            _due = now + TimeSpan.FromSeconds(Math.Min(-Math.Log(uniform) / perSecond, 1e9));
        }

        return isDue;
    }
}
