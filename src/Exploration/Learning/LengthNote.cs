namespace PhyrActors.Exploration;

/// <summary>How long a run was, counted in what the strategy spreads its change points over.</summary>
internal sealed record LengthNote(long Length) : ScheduleNote
{
    /// <summary>The largest length so far.</summary>
    public static long Longest(long soFar, IReadOnlyList<RunNote> round)
    {
        foreach (RunNote run in round)
        {
            soFar = Math.Max(soFar, run.Left is LengthNote note ? note.Length : 0);
        }

        return soFar;
    }
}
