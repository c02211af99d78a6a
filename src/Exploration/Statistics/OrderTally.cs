namespace PhyrActors.Exploration;

/// <summary>Adds up what batches showed of orders.</summary>
internal sealed class OrderTally
{
    private readonly SortedDictionary<string, ActorOrderTally> _actors = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, long> _races = new(StringComparer.Ordinal);

    public void Add(OrderNotes notes)
    {
        foreach (OrderRows rows in notes.Actors)
        {
            if (!_actors.TryGetValue(rows.Actor, out ActorOrderTally? actor))
            {
                actor = new ActorOrderTally();
                _actors.Add(rows.Actor, actor);
            }

            actor.Add(rows);
        }

        foreach (MailboxRaces mailbox in notes.Mailboxes)
        {
            _races[mailbox.Mailbox] = _races.GetValueOrDefault(mailbox.Mailbox) + mailbox.Races;
        }
    }

    public OrderReport Report() => new(
        [.. _actors.Where(static actor => !actor.Value.IsEmpty).Select(static actor => actor.Value.Report(actor.Key))],
        [.. MailboxesByName().OrderByDescending(static mailbox => mailbox.Races)]);

    public void Save(TraceWriter writer)
    {
        writer.Number((ulong)_actors.Count);
        foreach ((string name, ActorOrderTally actor) in _actors)
        {
            OrderRows rows = actor.ToRows(name);
            writer.Text(name);
            writer.Number((ulong)rows.Messages.Count);
            foreach ((int i, string message) in rows.Messages.Index())
            {
                writer.Text(message);
                writer.Word(rows.Before[i]);
            }
        }

        writer.Number((ulong)_races.Count);
        foreach (MailboxRaces mailbox in MailboxesByName())
        {
            writer.Text(mailbox.Mailbox);
            writer.Number((ulong)mailbox.Races);
        }
    }

    public static OrderTally Load(TraceReader reader)
    {
        OrderTally tally = new();
        IReadOnlyList<OrderRows> actors = reader.List(static r =>
        {
            string name = r.Text();
            IReadOnlyList<(string Message, ulong Before)> rows = r.List(static row => (row.Text(), row.Word()));
            return new OrderRows(
                name, [.. rows.Select(static row => row.Message)], [.. rows.Select(static row => row.Before)]);
        });
        tally.Add(new OrderNotes(
            actors, reader.List(static r => new MailboxRaces(r.Text(), (long)r.Number()))));
        return tally;
    }

    private IEnumerable<MailboxRaces> MailboxesByName() =>
        _races.Select(static mailbox => new MailboxRaces(mailbox.Key, mailbox.Value));
}
