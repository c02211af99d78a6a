namespace PhyrActors.Exploration;

/// <summary>The plain order: as sent.</summary>
internal static class SendOrder
{
    /// <summary>Whether the first was sent before the second; of one step's messages, whether its channel was made
    /// before.</summary>
    public static bool IsEarlier(in PendingStep left, in PendingStep right) =>
        left.Cause != right.Cause ? left.Cause < right.Cause : left.Channel < right.Channel;
}
