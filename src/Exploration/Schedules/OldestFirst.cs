namespace PhyrActors.Exploration;

/// <summary>The plainest fair order: whatever was sent first comes first.</summary>
internal static class OldestFirst
{
    /// <summary>The place of the message that has waited longest.</summary>
    public static int Of(IEnabledSteps enabled)
    {
        int oldest = 0;
        for (int place = 1; place < enabled.Count; place++)
        {
            (PendingStep left, PendingStep right) = (enabled.Pending(place), enabled.Pending(oldest));
            if ((left.Cause, left.Channel).CompareTo((right.Cause, right.Channel)) < 0)
            {
                oldest = place;
            }
        }

        return oldest;
    }
}
