namespace PhyrActors.Exploration;

/// <summary>What races, as far as a schedule can see: same receiver, and no channel orders the two.</summary>
internal static class Races
{
    /// <summary>The place of another enabled step that the one at <paramref name="picked"/> races with; the search
    /// begins behind <paramref name="from"/>. Negative when there is none.</summary>
    public static int Rival(IEnabledSteps enabled, int picked, int from)
    {
        PendingStep step = enabled.Pending(picked);
        int count = enabled.Count;
        for (int i = 1; i <= count; i++)
        {
            int at = (from + i) % count;
            PendingStep other = enabled.Pending(at);
            if (other.Receiver == step.Receiver && other.Channel != step.Channel)
            {
                return at;
            }
        }

        return -1;
    }
}
