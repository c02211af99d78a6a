namespace PhyrActors.Exploration;

/// <summary>Lets another schedule decide and keeps what it decided.</summary>
public sealed class RecordingSchedule(ISchedule inner, Recording recording) : ISchedule
{
    public int Pick(IEnabledSteps enabled)
    {
        int picked = inner.Pick(enabled);
        if (picked >= 0)
        {
            recording.AddPick(enabled.Id(picked));
        }

        return picked;
    }

    public long TimerRank(ulong id) => inner.TimerRank(id);

    public int Choose(string site, int count)
    {
        int chosen = inner.Choose(site, count);
        recording.AddChoice(new TraceChoice(site, count, chosen));
        return chosen;
    }
}
