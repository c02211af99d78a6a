namespace PhyrActors.Host;

/// <summary>What waits in the mailboxes of a world that does not come on, in words.</summary>
internal static class MailboxDump
{
    private const int NamedMax = 20;

    public static string Of(IReadOnlyList<WaitingMessages> waiting)
    {
        if (waiting.Count == 0)
        {
            return "nothing waits in any mailbox";
        }

        string named = string.Join("; ", waiting.Take(NamedMax));
        string more = waiting.Count > NamedMax ? $"; and {waiting.Count - NamedMax} more channels" : string.Empty;
        return $"mailboxes: {named}{more}";
    }
}
