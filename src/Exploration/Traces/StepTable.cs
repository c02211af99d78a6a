namespace PhyrActors.Exploration;

/// <summary>Writes what steps have in common once, and then its number: actors, shapes of steps, choices.</summary>
internal sealed class StepTable
{
    private readonly StepIdentities _identities = new();
    private readonly Table<Actor> _actors = new();
    private readonly Table<Shape> _shapes = new();
    private readonly Table<TraceChoice> _choices = new();

    public void Write(TraceWriter writer, TraceStep step)
    {
        Shape shape = new(
            step.Kind, new Actor(step.ActorId, step.Actor), step.Message, HasChoices: step.Choices.Count > 0);
        if (_shapes.IsNew(writer, shape))
        {
            writer.Number(((ulong)shape.Kind << 1) | (shape.HasChoices ? 1UL : 0));
            if (_actors.IsNew(writer, shape.Actor))
            {
                writer.Word(step.ActorId);
                writer.Text(step.Actor);
            }

            writer.Text(step.Message);
        }

        _identities.Write(writer, step);
        if (shape.HasChoices)
        {
            WriteChoices(writer, step.Choices);
        }
    }

    public TraceStep Read(TraceReader reader)
    {
        Shape shape = _shapes.Read(reader, ReadShape);
        (ulong id, int cause) = _identities.Read(reader, shape.Kind, shape.Actor.Id);
        IReadOnlyList<TraceChoice> choices = shape.HasChoices ? ReadChoices(reader) : [];
        return new TraceStep(id, shape.Kind, shape.Actor.Id, shape.Actor.Path, shape.Message, cause, choices);
    }

    public void WriteChoices(TraceWriter writer, IReadOnlyList<TraceChoice> choices)
    {
        writer.Number((ulong)choices.Count);
        foreach (TraceChoice choice in choices)
        {
            if (_choices.IsNew(writer, choice))
            {
                writer.Text(choice.Site);
                writer.Number((ulong)choice.Count);
                writer.Number((ulong)choice.Chosen);
            }
        }
    }

    public IReadOnlyList<TraceChoice> ReadChoices(TraceReader reader) =>
        reader.List(r => _choices.Read(r, ReadChoice));

    private Shape ReadShape(TraceReader reader)
    {
        ulong tag = reader.Number();
        StepKind kind = TraceReader.Checked<StepKind>(tag >> 1);
        Actor actor = _actors.Read(reader, static r => new Actor(r.Word(), r.Text()));
        return new Shape(kind, actor, reader.Text(), (tag & 1) != 0);
    }

    private static TraceChoice ReadChoice(TraceReader reader)
    {
        string site = reader.Text();
        int count = reader.Int();
        return new TraceChoice(site, count, TraceReader.Checked(reader.Int(), count - 1));
    }

    private readonly record struct Actor(ulong Id, string Path);

    private readonly record struct Shape(StepKind Kind, Actor Actor, string Message, bool HasChoices);

    /// <summary>0 announces a new entry; otherwise its place, from 1.</summary>
    private sealed class Table<T>
        where T : notnull
    {
        private readonly Dictionary<T, int> _places = [];
        private readonly List<T> _entries = [];

        public bool IsNew(TraceWriter writer, T entry)
        {
            bool isNew = _places.TryAdd(entry, _places.Count + 1);
            writer.Number(isNew ? 0 : (ulong)_places[entry]);
            return isNew;
        }

        public T Read(TraceReader reader, Func<TraceReader, T> readNew)
        {
            int place = reader.Int();
            if (place > 0)
            {
                return TraceReader.At(_entries, place - 1);
            }

            T entry = readNew(reader);
            _entries.Add(entry);
            return entry;
        }
    }
}
