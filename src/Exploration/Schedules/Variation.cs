namespace PhyrActors.Exploration;

/// <summary>A kept run with one change; says nothing any more once the run has left it.</summary>
internal sealed class Variation
{
    private readonly Recording _kept;
    private readonly int _racesFrom;
    private readonly int _changedChoice;
    private readonly ulong _drawn;
    private readonly int _endAt;
    private readonly Dictionary<ulong, int>? _end;
    private int _picks;
    private int _choicesInStep;
    private int _choices;
    private bool _isOver;

    private Variation(
        Recording kept, ulong drawn, int racesFrom, int changedChoice, int endAt, Dictionary<ulong, int>? end)
    {
        (_kept, _drawn) = (kept, drawn);
        (_racesFrom, _changedChoice, _endAt, _end) = (racesFrom, changedChoice, endAt, end);
    }

    /// <summary>Up to the first race from a pick on, which another message wins.</summary>
    public static Variation OtherWinner(Recording kept, int pick, ulong drawn) =>
        new(kept, drawn, pick, int.MaxValue, int.MaxValue, null);

    /// <summary>The same but for one choice.</summary>
    public static Variation OtherChoice(Recording kept, int choice, ulong drawn) =>
        new(kept, drawn, int.MaxValue, choice, int.MaxValue, null);

    /// <summary>Up to a pick, then what is common with another run in that one's order.</summary>
    public static Variation OtherEnd(Recording kept, int pick, Recording end)
    {
        Dictionary<ulong, int> places = [];
        foreach ((int place, ulong id) in end.Picks.Index())
        {
            places.TryAdd(id, place);
        }

        return new Variation(kept, 0, int.MaxValue, int.MaxValue, pick, places);
    }

    /// <returns>Negative when it has nothing to say.</returns>
    public int Pick(IEnabledSteps enabled)
    {
        if (_isOver || _picks >= Math.Min(_endAt, _kept.Picks.Count))
        {
            _isOver = true;
            return _end is null ? -1 : EarliestAtEnd(enabled, _end);
        }

        int picked = Find(enabled, _kept.Picks[_picks]);
        int rival = picked < 0 || _picks < _racesFrom
            ? -1
            : Races.Rival(enabled, picked, (int)(_drawn % (ulong)enabled.Count));
        _isOver = picked < 0 || rival >= 0;
        (_picks, _choicesInStep) = (_picks + 1, 0);
        return rival >= 0 ? rival : picked;
    }

    /// <returns>Null when it has nothing to say.</returns>
    public int? Choose(string site, int count)
    {
        ReadOnlySpan<TraceChoice> recorded = _isOver ? [] : _kept.ChoicesAfter(_picks);
        if (_choicesInStep >= recorded.Length)
        {
            return null;
        }

        TraceChoice choice = recorded[_choicesInStep++];
        bool isChanged = _choices++ == _changedChoice;
        return choice.Site != site || choice.Count != count ? null
            : isChanged ? (choice.Chosen + 1 + (int)(_drawn % (ulong)(count - 1))) % count
            : choice.Chosen;
    }

    private static int Find(IEnabledSteps enabled, ulong id)
    {
        int count = enabled.Count;
        for (int i = 0; i < count; i++)
        {
            if (enabled.Id(i) == id)
            {
                return i;
            }
        }

        return -1;
    }

    private static int EarliestAtEnd(IEnabledSteps enabled, Dictionary<ulong, int> places)
    {
        (int earliest, int best) = (-1, int.MaxValue);
        for (int i = 0; i < enabled.Count; i++)
        {
            if (places.TryGetValue(enabled.Id(i), out int place) && place < best)
            {
                (earliest, best) = (i, place);
            }
        }

        return earliest;
    }
}
