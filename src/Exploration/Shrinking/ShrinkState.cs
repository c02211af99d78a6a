namespace PhyrActors.Exploration;

/// <summary>How far shrinking has come: the simplest run so far, and where to go on.</summary>
/// <param name="Original">How simple the run was at first.</param>
/// <param name="Best">The simplest trace so far; its provenance describes the program that it is of.</param>
/// <param name="Measure">How simple that is.</param>
/// <param name="Stage">The stage that is under way.</param>
/// <param name="Block">How many deliveries the stage leaves out at a time; 0: it has just begun.</param>
/// <param name="Runs">Runs of the program so far.</param>
/// <param name="Stages">What each stage did so far, in the order in which they first began.</param>
public sealed record ShrinkState(
    RunMeasure Original,
    Trace Best,
    RunMeasure Measure,
    ShrinkStage Stage,
    int Block,
    long Runs,
    IReadOnlyList<StageStatistics> Stages)
{
    private const int Version = 1;

    private static readonly SealedFile s_file = new("phyrshrk", Version, "shrink state");

    /// <summary>Nothing is left to try: leaving out any one delivery hides the violation.</summary>
    public bool IsMinimal => Stage == ShrinkStage.Done;

    public void Write(Stream stream)
    {
        TraceWriter writer = new();
        writer.Bytes(TraceBody.Encode(Best));
        writer.Number((ulong)Stage);
        writer.Number((ulong)Block);
        writer.Number((ulong)Runs);
        WriteMeasure(writer, Original);
        WriteMeasure(writer, Measure);
        writer.Number((ulong)Stages.Count);
        foreach (StageStatistics stage in Stages)
        {
            writer.Number((ulong)stage.Stage);
            writer.Number((ulong)stage.Runs);
            writer.Number((ulong)stage.Successes);
            WriteMeasure(writer, stage.Before);
            WriteMeasure(writer, stage.After);
        }

        s_file.Write(stream, writer.ToArray());
    }

    /// <exception cref="TraceFormatException">The bytes are no shrink state, of another version, cut short or
    /// changed.</exception>
    public static ShrinkState Read(Stream stream)
    {
        TraceReader reader = new(s_file.Read(stream));
        Trace best = TraceBody.Decode(reader.Bytes());
        ShrinkStage at = reader.Enumerated<ShrinkStage>();
        int block = reader.Int();
        long runs = reader.Long();
        RunMeasure original = ReadMeasure(reader);
        RunMeasure measure = ReadMeasure(reader);
        IReadOnlyList<StageStatistics> stages = reader.List(static r => new StageStatistics(
            r.Enumerated<ShrinkStage>(), r.Long(), r.Long(), ReadMeasure(r), ReadMeasure(r)));
        reader.End();
        return new ShrinkState(original, best, measure, at, block, runs, stages);
    }

    private static void WriteMeasure(TraceWriter writer, RunMeasure measure)
    {
        writer.Number((ulong)measure.Deliveries);
        writer.Number((ulong)measure.Faults);
        writer.Number((ulong)measure.FaultSum);
        writer.Number((ulong)measure.Switches);
        writer.Number(measure.IsLucky ? 1UL : 0);
    }

    private static RunMeasure ReadMeasure(TraceReader reader) =>
        new(reader.Long(), reader.Int(), reader.Long(), reader.Int(), reader.Number() > 0);
}
