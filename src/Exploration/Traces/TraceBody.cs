namespace PhyrActors.Exploration;

/// <summary>The body of a trace file: text by table, numbers as varints, identities as back-references.</summary>
internal static class TraceBody
{
    public static byte[] Encode(Trace trace)
    {
        TraceWriter writer = new();
        WriteHeader(writer, trace);
        WriteChoices(writer, trace.StartChoices);
        writer.Number((ulong)trace.Steps.Count);
        StepIdentities identities = new();
        foreach (TraceStep step in trace.Steps)
        {
            WriteStep(writer, identities, step);
        }

        foreach (ulong hash in trace.Hashes)
        {
            writer.Word(hash);
        }

        return writer.ToArray();
    }

    public static Trace Decode(byte[] body)
    {
        TraceReader reader = new(body);
        Provenance provenance = new(reader.Text(), reader.Text(), reader.List(static r => r.Text()));
        ulong seed = reader.Word();
        long index = (long)reader.Number();
        string strategy = reader.Text();
        int periodicMax = reader.Int();
        RunEnd end = reader.Enumerated<RunEnd>();
        ulong finalHash = reader.Word();
        Finding finding = ReadFinding(reader);
        IReadOnlyList<TraceChoice> startChoices = ReadChoices(reader);
        StepIdentities identities = new();
        IReadOnlyList<TraceStep> steps = reader.List(r => ReadStep(r, identities));
        ulong[] hashes = new ulong[steps.Count / Trace.HashEvery];
        for (int i = 0; i < hashes.Length; i++)
        {
            hashes[i] = reader.Word();
        }

        reader.End();
        return new Trace(
            provenance, seed, index, strategy, periodicMax, startChoices, steps, hashes, finalHash, end, finding);
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
            reader.Text(), reader.Text(), (long)reader.Number(), reader.Text(), reader.Text(), null);
        string edge = reader.Text();
        return edge.Length == 0 ? finding : finding with { MissingEdge = edge };
    }

    private static void WriteChoices(TraceWriter writer, IReadOnlyList<TraceChoice> choices)
    {
        writer.Number((ulong)choices.Count);
        foreach (TraceChoice choice in choices)
        {
            writer.Text(choice.Site);
            writer.Number((ulong)choice.Count);
            writer.Number((ulong)choice.Chosen);
        }
    }

    private static IReadOnlyList<TraceChoice> ReadChoices(TraceReader reader) =>
        reader.List(static r => new TraceChoice(r.Text(), r.Int(), r.Int()));

    // One number holds the kind and whether choices follow: most steps have none.
    private static void WriteStep(TraceWriter writer, StepIdentities identities, TraceStep step)
    {
        writer.Number(((ulong)step.Kind << 1) | (step.Choices.Count > 0 ? 1UL : 0));
        identities.Write(writer, step.Id, step.ActorId);
        writer.Text(step.Actor);
        writer.Text(step.Message);
        if (step.Choices.Count > 0)
        {
            WriteChoices(writer, step.Choices);
        }
    }

    private static TraceStep ReadStep(TraceReader reader, StepIdentities identities)
    {
        ulong tag = reader.Number();
        StepKind kind = TraceReader.Checked<StepKind>(tag >> 1);
        (ulong id, ulong actorId) = identities.Read(reader);
        string actor = reader.Text();
        string message = reader.Text();
        return new TraceStep(id, kind, actorId, actor, message, (tag & 1) == 0 ? [] : ReadChoices(reader));
    }
}
