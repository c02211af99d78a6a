namespace PhyrActors.Exploration;

/// <summary>The body of a trace file: text by table, numbers as varints, identities as
/// back-references; hashes follow from the steps.</summary>
internal static class TraceBody
{
    public static byte[] Encode(Trace trace)
    {
        TraceWriter writer = new();
        WriteHeader(writer, trace);
        WriteSteps(writer, trace);
        return writer.ToArray();
    }

    public static Trace Decode(byte[] body)
    {
        TraceReader reader = new(body);
        Provenance provenance = new(reader.Text(), reader.Text(), reader.List(static r => r.Text()));
        ulong seed = reader.Word();
        long index = reader.Long();
        string strategy = reader.Text();
        int periodicMax = reader.Int();
        RunEnd end = reader.Enumerated<RunEnd>();
        ulong finalHash = reader.Word();
        Finding finding = ReadFinding(reader);
        StepTable table = new();
        IReadOnlyList<TraceChoice> startChoices = table.ReadChoices(reader);
        IReadOnlyList<TraceStep> steps = reader.List(table.Read);
        reader.End();
        Trace trace = new(
            provenance, seed, index, strategy, periodicMax, startChoices, steps, finalHash, end, finding);
        return trace.RollingHash().Last() == finalHash ? trace : throw TraceReader.Refused();
    }

    /// <summary>All but the header: what grows with the run.</summary>
    public static void WriteSteps(TraceWriter writer, Trace trace)
    {
        StepTable table = new();
        table.WriteChoices(writer, trace.StartChoices);
        writer.Number((ulong)trace.Steps.Count);
        foreach (TraceStep step in trace.Steps)
        {
            table.Write(writer, step);
        }
    }

    private static void WriteHeader(TraceWriter writer, Trace trace)
    {
        writer.Text(trace.Provenance.ProductVersion);
        writer.Text(trace.Provenance.ProgramText);
        writer.Number((ulong)trace.Provenance.Mutations.Count);
        foreach (string mutation in trace.Provenance.Mutations)
        {
            writer.Text(mutation);
        }

        writer.Word(trace.Seed);
        writer.Number((ulong)trace.ScheduleIndex);
        writer.Text(trace.Strategy);
        writer.Number((ulong)trace.PeriodicMax);
        writer.Number((ulong)trace.End);
        writer.Word(trace.FinalHash);
        WriteFinding(writer, trace.Finding);
    }

    public static void WriteFinding(TraceWriter writer, Finding finding)
    {
        writer.Text(finding.Invariant);
        writer.Text(finding.Text);
        writer.Number((ulong)finding.Step);
        writer.Text(finding.Actor);
        writer.Text(finding.Message);
        writer.Text(finding.MissingEdge ?? string.Empty);
    }

    public static Finding ReadFinding(TraceReader reader)
    {
        Finding finding = new(
            reader.Text(), reader.Text(), reader.Long(), reader.Text(), reader.Text(), null);
        string edge = reader.Text();
        return edge.Length == 0 ? finding : finding with { MissingEdge = edge };
    }
}
