namespace PhyrActors.Exploration;

/// <summary>Where one run had races, and how many deliveries came there.</summary>
internal sealed record RacingNote(IReadOnlyList<int> Receivers, long Deliveries) : ScheduleNote;

/// <summary>The mailboxes at which deliveries race, as earlier rounds showed them.</summary>
/// <remarks>Actors are known by their numbers in the order of creations: the same in every run for those of the
/// start.</remarks>
internal sealed class RacingMailboxes
{
    public static readonly RacingMailboxes Unknown = new([], 0);

    private readonly IReadOnlyList<int> _receivers;
    private readonly bool[] _races;

    private RacingMailboxes(IReadOnlyList<int> receivers, long deliveriesMax)
    {
        (_receivers, DeliveriesMax) = (receivers, deliveriesMax);
        _races = new bool[receivers.Count == 0 ? 0 : receivers[^1] + 1];
        foreach (int receiver in receivers)
        {
            _races[receiver] = true;
        }
    }

    /// <summary>The most deliveries of a run at such mailboxes; 0: nothing is known.</summary>
    public long DeliveriesMax { get; }

    /// <summary>Whether deliveries to this receiver may race; all may while nothing is known.</summary>
    public bool MayRace(int receiver) => DeliveriesMax == 0 || (receiver < _races.Length && _races[receiver]);

    public RacingMailboxes With(IReadOnlyList<RunNote> round)
    {
        SortedSet<int> receivers = [.. _receivers];
        long most = DeliveriesMax;
        foreach (RunNote run in round)
        {
            if (run.Left is RacingNote note)
            {
                receivers.UnionWith(note.Receivers);
                most = Math.Max(most, note.Deliveries);
            }
        }

        return new RacingMailboxes([.. receivers], most);
    }

    public void Save(TraceWriter writer)
    {
        writer.Number((ulong)DeliveriesMax);
        writer.Number((ulong)_receivers.Count);
        foreach (int receiver in _receivers)
        {
            writer.Number((ulong)receiver);
        }
    }

    public static RacingMailboxes Load(TraceReader reader)
    {
        long most = reader.Long();
        return new RacingMailboxes(reader.List(static r => r.Int()), most);
    }
}
