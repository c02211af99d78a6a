namespace PhyrActors.Exploration;

/// <summary>What a batch of runs showed of orders, to be added up.</summary>
/// <param name="Actors">By class of actor.</param>
/// <param name="Mailboxes">By mailbox.</param>
public sealed record OrderNotes(IReadOnlyList<OrderRows> Actors, IReadOnlyList<MailboxRaces> Mailboxes);

/// <summary>The orders seen at one class of actor.</summary>
/// <param name="Actor">The class of actor.</param>
/// <param name="Messages">The classes of messages.</param>
/// <param name="Before">For each of them, as bits, which others came before it in a mailbox.</param>
public sealed record OrderRows(string Actor, IReadOnlyList<string> Messages, IReadOnlyList<ulong> Before);
