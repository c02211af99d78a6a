namespace PhyrActors.Exploration;

/// <summary>Decides as recorded, by message identity; ends the run at the first thing that is not as recorded, and
/// where the recording ends.</summary>
public sealed class ReplaySchedule(Recording recording) : ISchedule
{
    private int _choice;
    private Dictionary<ulong, int>? _places;

    /// <summary>Picks made so far.</summary>
    public int Picks { get; private set; }

    /// <summary>The recording had ended and something could still be delivered.</summary>
    public bool RanPastEnd { get; private set; }

    /// <summary>What went otherwise than recorded, or null.</summary>
    public Divergence? Divergence { get; private set; }

    public int Pick(IEnabledSteps enabled)
    {
        if (!IsAsRecorded())
        {
            return -1;
        }

        if (Picks == recording.Picks.Count)
        {
            RanPastEnd = true;
            return -1;
        }

        ulong expected = recording.Picks[Picks];
        for (int i = 0; i < enabled.Count; i++)
        {
            if (enabled.Id(i) == expected)
            {
                (Picks, _choice) = (Picks + 1, 0);
                return i;
            }
        }

        Divergence = new Divergence(Picks + 1, null, Names(enabled));
        return -1;
    }

    /// <summary>Timers fire in the order of the recording; one that never fired there stands behind.</summary>
    public long TimerRank(ulong id)
    {
        if (_places is null)
        {
            _places = [];
            for (int pick = 0; pick < recording.Picks.Count; pick++)
            {
                _places.TryAdd(recording.Picks[pick], pick);
            }
        }

        return _places.TryGetValue(id, out int place) ? place : long.MaxValue;
    }

    public int Choose(string site, int count)
    {
        ReadOnlySpan<TraceChoice> choices = recording.ChoicesAfter(Picks);
        if (Divergence is not null)
        {
            return 0;
        }

        if (_choice < choices.Length && choices[_choice].Site == site && choices[_choice].Count == count)
        {
            return choices[_choice++].Chosen;
        }

        string expected = _choice < choices.Length
            ? $"the choice {choices[_choice].Site} of {choices[_choice].Count}"
            : "no further choice";
        Divergence = new Divergence(Picks, expected, [$"the choice {site} of {count}"]);
        return 0;
    }

    /// <summary>The run has ended: whether all that was recorded came.</summary>
    public bool IsComplete(RunEnd end)
    {
        if (IsAsRecorded() && Picks < recording.Picks.Count && end == RunEnd.Quiescent)
        {
            Divergence = new Divergence(Picks + 1, null, []);
        }

        return Divergence is null;
    }

    private bool IsAsRecorded()
    {
        ReadOnlySpan<TraceChoice> choices = recording.ChoicesAfter(Picks);
        if (Divergence is null && _choice < choices.Length)
        {
            TraceChoice missing = choices[_choice];
            Divergence = new Divergence(Picks, $"the choice {missing.Site} of {missing.Count}", ["no choice"]);
        }

        return Divergence is null;
    }

    private static string[] Names(IEnabledSteps enabled)
    {
        string[] names = new string[enabled.Count];
        for (int i = 0; i < names.Length; i++)
        {
            names[i] = StepText.Of(enabled.View(i));
        }

        return names;
    }
}

/// <summary>The first thing in a replay that is not as recorded.</summary>
/// <param name="Pick">The number of the pick, from 1; 0 is the start of the program.</param>
/// <param name="ExpectedChoice">The choice that was recorded; null when the picked message did not come.</param>
/// <param name="Instead">What could be delivered, or was chosen from, instead.</param>
public sealed record Divergence(int Pick, string? ExpectedChoice, IReadOnlyList<string> Instead);
