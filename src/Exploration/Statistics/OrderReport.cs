namespace PhyrActors.Exploration;

/// <summary>What runs showed of orders: for people who ask what was tried, and where the interleavings come
/// from.</summary>
/// <param name="Actors">By class of actor, in the order of their names.</param>
/// <param name="Mailboxes">By mailbox, most races first.</param>
public sealed record OrderReport(IReadOnlyList<ActorOrders> Actors, IReadOnlyList<MailboxRaces> Mailboxes)
{
    public static readonly OrderReport Empty = new([], []);

    public long Races => Mailboxes.Sum(static mailbox => mailbox.Races);
}

/// <summary>The orders of message classes at one class of actor.</summary>
/// <param name="Actor">The class of actor.</param>
/// <param name="Messages">The classes of messages that it got, in the order of their names.</param>
/// <param name="Both">Pairs of classes that came in both orders.</param>
/// <param name="OneWay">Pairs that came in one order only: the earlier, the later.</param>
/// <param name="Never">How many pairs never met in one mailbox of one run.</param>
public sealed record ActorOrders(
    string Actor,
    IReadOnlyList<string> Messages,
    long Both,
    IReadOnlyList<(string Earlier, string Later)> OneWay,
    long Never);

/// <summary>Deliveries at one mailbox that came after another which they could have come before.</summary>
/// <param name="Mailbox">The actor's path.</param>
/// <param name="Races">How many.</param>
public sealed record MailboxRaces(string Mailbox, long Races);
