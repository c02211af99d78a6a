namespace PhyrActors.Exploration;

/// <summary>Writes what steps have in common once, and then its number: actors, shapes of steps, choices.</summary>
internal sealed class StepTable
{
    private readonly StepIdentities _identities = new();
    private readonly List<string> _paths = [];
    private readonly Table<Actor> _actors = new();
    private readonly Table<Shape> _shapes = new();
    private readonly Table<TraceChoice> _choices = new();

    public void Write(TraceWriter writer, TraceStep step)
    {
        Actor actor = new(step.ActorId, step.Actor);
        Shape shape = new(step.Kind, actor, step.Message, step.TimerKey, HasChoices: step.Choices.Count > 0);
        if (_shapes.IsNew(writer, shape))
        {
            writer.Number(((ulong)shape.Kind << 1) | (shape.HasChoices ? 1UL : 0));
            if (_actors.IsNew(writer, actor))
            {
                _identities.WriteActor(writer, step);
                WritePath(writer, step);
            }

            writer.Text(step.Message);
            writer.Text(step.TimerKey);
        }

        _identities.Write(writer, step);
        _paths.Add(step.Actor);
        if (shape.HasChoices)
        {
            WriteChoices(writer, step.Choices);
        }
    }

    public TraceStep Read(TraceReader reader)
    {
        Shape shape = _shapes.Read(reader, ReadShape);
        Actor actor = shape.Actor;
        (ulong id, int cause) = _identities.Read(reader, shape.Kind, actor.Id, shape.TimerKey);
        _paths.Add(actor.Path);
        IReadOnlyList<TraceChoice> choices = shape.HasChoices ? ReadChoices(reader) : [];
        return new TraceStep(id, shape.Kind, actor.Id, actor.Path, shape.Message, shape.TimerKey, cause, choices);
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
        Actor actor = _actors.Read(reader, ReadActor);
        return new Shape(kind, actor, reader.Text(), reader.Text(), (tag & 1) != 0);
    }

    private Actor ReadActor(TraceReader reader)
    {
        (ulong id, int cause) = _identities.ReadActor(reader);
        bool isChild = reader.Number() != 0;
        string path = reader.Text();
        return new Actor(id, isChild ? Child(PathOf(cause), path) : path);
    }

    /// <summary>An actor is most often a child of the one that made it.</summary>
    private void WritePath(TraceWriter writer, TraceStep step)
    {
        string name = step.Actor[(step.Actor.LastIndexOf('/') + 1)..];
        bool isChild = Child(PathOf(step.Cause), name) == step.Actor;
        writer.Number(isChild ? 1UL : 0);
        writer.Text(isChild ? name : step.Actor);
    }

    private static string Child(string parent, string name) => $"{parent}/{name}";

    private string PathOf(int step) => step == 0 ? string.Empty : _paths[step - 1];

    private static TraceChoice ReadChoice(TraceReader reader)
    {
        string site = reader.Text();
        int count = reader.Int();
        return new TraceChoice(site, count, TraceReader.Checked(reader.Int(), count - 1));
    }

    private readonly record struct Actor(ulong Id, string Path);

    private readonly record struct Shape(StepKind Kind, Actor Actor, string Message, string TimerKey, bool HasChoices);

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
