namespace PhyrActors.Exploration;

/// <summary>A choice that was made.</summary>
/// <param name="Site">The name of the decision.</param>
/// <param name="Count">How many alternatives there were.</param>
/// <param name="Chosen">Which one was taken, in <c>[0, Count)</c>.</param>
public readonly record struct TraceChoice(string Site, int Count, int Chosen);

/// <summary>All that decided a run: which message was picked each time, and the choices made after each pick.</summary>
public sealed class Recording
{
    private readonly List<ulong> _picks = [];
    private readonly List<TraceChoice> _choices = [];
    private readonly List<int> _choicesBefore = [];

    /// <summary>The identities of the picked messages, in order.</summary>
    public IReadOnlyList<ulong> Picks => _picks;

    /// <summary>All choices, in order.</summary>
    public IReadOnlyList<TraceChoice> Choices => _choices;

    /// <summary>Choices that were made after pick number <paramref name="pick"/>, from 1; 0: before any pick.</summary>
    public ReadOnlySpan<TraceChoice> ChoicesAfter(int pick)
    {
        int start = pick == 0 ? 0 : _choicesBefore[pick - 1];
        int end = pick < _choicesBefore.Count ? _choicesBefore[pick] : _choices.Count;
        return System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_choices)[start..end];
    }

    internal void AddPick(ulong id)
    {
        _picks.Add(id);
        _choicesBefore.Add(_choices.Count);
    }

    internal void AddChoice(TraceChoice choice) => _choices.Add(choice);

    internal void Save(TraceWriter writer)
    {
        writer.Number((ulong)_picks.Count);
        foreach ((int pick, ulong id) in _picks.Index())
        {
            writer.Word(id);
            writer.Number((ulong)_choicesBefore[pick]);
        }

        writer.Number((ulong)_choices.Count);
        foreach (TraceChoice choice in _choices)
        {
            writer.Text(choice.Site);
            writer.Number((ulong)choice.Count);
            writer.Number((ulong)choice.Chosen);
        }
    }

    internal static Recording Load(TraceReader reader)
    {
        Recording recording = new();
        foreach ((ulong id, int choicesBefore) in reader.List(static r => (r.Word(), r.Int())))
        {
            recording._picks.Add(id);
            recording._choicesBefore.Add(choicesBefore);
        }

        recording._choices.AddRange(reader.List(static r => new TraceChoice(r.Text(), r.Int(), r.Int())));
        return recording;
    }

    internal void Clear()
    {
        _picks.Clear();
        _choices.Clear();
        _choicesBefore.Clear();
    }
}
