using System.Runtime.InteropServices;

namespace PhyrActors.Exploration;

/// <summary>Sees when a run comes back to a state in which it was: what it did since can go on for ever.</summary>
/// <remarks>Only if that is fair: no channel had something to deliver all the while and was never served, and no fault
/// was needed. Source: Mudduluru et al., FMCAD 2017; on whole states, so nothing is found that is not there, and cycles
/// are found where runs join.</remarks>
internal sealed class Lasso
{
    private readonly Dictionary<ulong, Point> _seen = [];
    private readonly List<Channel> _channels = [];
    private long _picks;

    /// <summary>A new run.</summary>
    public void Clear()
    {
        _seen.Clear();
        _channels.Clear();
        _picks = 0;
    }

    /// <summary>What the run has come back to, in words; null when to nothing.</summary>
    /// <param name="enabled">What may come next.</param>
    /// <param name="state">The hash of the whole state.</param>
    /// <param name="steps">Steps so far.</param>
    public string? Close(IEnabledSteps enabled, ulong state, long steps)
    {
        _picks++;
        for (int place = 0; place < enabled.Count; place++)
        {
            ref Channel channel = ref ChannelOf(enabled.Pending(place).Channel);
            channel.Absent = channel.Present == _picks - 1 ? channel.Absent : _picks - 1;
            channel.Present = _picks;
        }

        if (!_seen.TryGetValue(state, out Point before))
        {
            _seen.Add(state, new Point(_picks, steps));
            return null;
        }

        return IsFair(enabled, before.Pick)
            ? $"the state after step {before.Steps} is back after step {steps}: "
                + $"the {steps - before.Steps} steps between can go on for ever"
            : null;
    }

    /// <summary>That channel is served.</summary>
    public void OnPick(int channel) => ChannelOf(channel).Served = _picks;

    /// <summary>What a fault brings about is no state that the program keeps going round in by itself.</summary>
    public void OnChoice(int chosen)
    {
        if (chosen != 0)
        {
            _seen.Clear();
        }
    }

    private bool IsFair(IEnabledSteps enabled, long since)
    {
        for (int place = 0; place < enabled.Count; place++)
        {
            Channel channel = ChannelOf(enabled.Pending(place).Channel);
            if (channel.Absent < since && channel.Served < since)
            {
                return false;
            }
        }

        return true;
    }

    private ref Channel ChannelOf(int number)
    {
        while (_channels.Count <= number)
        {
            _channels.Add(default);
        }

        return ref CollectionsMarshal.AsSpan(_channels)[number];
    }

    /// <summary>Where in the run a state was first met.</summary>
    private readonly record struct Point(long Pick, long Steps);

    /// <summary>The latest picks at which a channel had something to deliver, had nothing, was served.</summary>
    private struct Channel
    {
        public long Present;
        public long Absent;
        public long Served;
    }
}
