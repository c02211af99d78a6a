namespace PhyrActors.Exploration;

/// <summary>Where a run leaves the plain one.</summary>
/// <param name="Decision">The number of the decision, from 0.</param>
/// <param name="Value">What is chosen there: 1 or more.</param>
internal readonly record struct Deviation(int Decision, int Value);

/// <summary>A run of the enumeration, and what could be decided otherwise after its last deviation.</summary>
/// <param name="Deviations">In the order of their decisions.</param>
/// <param name="Others">For each later decision how many other values there were.</param>
internal sealed record DelayedRun(IReadOnlyList<Deviation> Deviations, IReadOnlyList<int> Others) : ScheduleNote
{
    private int FirstDecision => Deviations.Count == 0 ? 0 : Deviations[^1].Decision + 1;

    /// <summary>This run with one more deviation.</summary>
    public IReadOnlyList<Deviation> Child(int later, int value) =>
        [.. Deviations, new Deviation(FirstDecision + later, value)];

    public void Save(TraceWriter writer)
    {
        writer.Number((ulong)Deviations.Count);
        foreach (Deviation deviation in Deviations)
        {
            writer.Number((ulong)deviation.Decision);
            writer.Number((ulong)deviation.Value);
        }

        writer.Number((ulong)Others.Count);
        foreach (int others in Others)
        {
            writer.Number((ulong)others);
        }
    }

    public static DelayedRun Load(TraceReader reader) => new(
        reader.List(static r => new Deviation(r.Int(), r.Int())), reader.List(static r => r.Int()));
}
