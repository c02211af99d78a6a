using PhyrActors.Exploration;

namespace PhyrActors.Host;

/// <summary>Where the interleavings come from, and which orders were tried.</summary>
internal static class ExploreOrdersText
{
    private const int MailboxesMax = 5;

    public static void Write(TextReport text, OrderReport orders)
    {
        long races = orders.Races;
        if (races == 0)
        {
            return;
        }

        text.Heading("Races by mailbox");
        foreach (MailboxRaces mailbox in orders.Mailboxes.Take(MailboxesMax))
        {
            text.Line($"  {mailbox.Mailbox,-46} {Units.Percent((double)mailbox.Races / races),10}");
        }

        text.Heading("Pairs of message classes, by the orders in which they came");
        text.Line($"  {string.Empty,-30} {"both",8} {"one",8} {"never",8}");
        foreach (ActorOrders actor in orders.Actors)
        {
            text.Line($"  {actor.Actor,-30} {actor.Both,8} {actor.OneWay.Count,8} {actor.Never,8}");
        }
    }
}
