namespace PhyrActors.Exploration;

/// <summary>An exploration at the end of a round: its sums, the classes met, and what the strategy has
/// learned.</summary>
public sealed class Checkpoint
{
    private const int Version = 3;

    private static readonly SealedFile s_file = new("phyrckpt", Version, "checkpoint");

    private readonly byte[] _body;

    private Checkpoint(byte[] body) => _body = body;

    /// <summary>Schedules done.</summary>
    public long Schedules => Header(new TraceReader(_body)).Next;

    /// <exception cref="TraceFormatException">The bytes are no checkpoint, of another version, cut short or
    /// changed.</exception>
    public static Checkpoint Read(Stream stream)
    {
        Checkpoint checkpoint = new(s_file.Read(stream));
        try
        {
            ExploreTotals.Load(checkpoint.Content(), new ExploreOptions());
        }
        catch (TraceFormatException cause)
        {
            throw new TraceFormatException("The checkpoint file is damaged: its content does not fit together.", cause);
        }

        return checkpoint;
    }

    public void Write(Stream stream) => s_file.Write(stream, _body);

    /// <summary>Why this job cannot go on from here, or null.</summary>
    public string? Misfit(ExploreJob job)
    {
        ArgumentNullException.ThrowIfNull(job);
        (long next, ulong seed, string strategy, Provenance program, bool keepsGoing) = Header(new TraceReader(_body));
        Provenance wanted = job.Options.Provenance;
        return program.ProductVersion != wanted.ProductVersion ? $"it is of version {program.ProductVersion}"
            : seed != job.Options.Seed ? $"its seed is {seed}"
            : strategy != job.Strategy.Name ? $"its strategy is {strategy}"
            : !program.Mutations.SequenceEqual(wanted.Mutations, StringComparer.Ordinal)
                ? $"its mutations are {(program.Mutations.Count == 0 ? "none" : string.Join(',', program.Mutations))}"
            : program.ProgramText != wanted.ProgramText ? "its scenario is another one"
            : keepsGoing != job.Options.KeepGoing
                ? $"it {(keepsGoing ? "keeps" : "does not keep")} going after a finding"
            : next > job.Options.Schedules ? $"{next} schedules are done, and no more than that may be run"
            : null;
    }

    internal static Checkpoint Of(ExploreJob job, ExploreTotals totals, IStrategy strategy, long next)
    {
        TraceWriter writer = new();
        writer.Number((ulong)next);
        writer.Word(job.Options.Seed);
        writer.Text(strategy.Name);
        writer.Text(job.Options.Provenance.ProductVersion);
        writer.Text(job.Options.Provenance.ProgramText);
        writer.Number((ulong)job.Options.Provenance.Mutations.Count);
        foreach (string mutation in job.Options.Provenance.Mutations)
        {
            writer.Text(mutation);
        }

        writer.Number(job.Options.KeepGoing ? 1UL : 0);
        totals.Save(writer);
        (strategy as ILearner)?.Save(writer);
        return new Checkpoint(writer.ToArray());
    }

    /// <param name="job">The exploration, with the strategy that it began with.</param>
    internal (ExploreTotals Totals, IStrategy Strategy, long Next) Open(ExploreJob job)
    {
        TraceReader reader = Content();
        ExploreTotals totals = ExploreTotals.Load(reader, job.Options);
        IStrategy learned = job.Strategy is ILearner learner ? learner.Load(reader) : job.Strategy;
        reader.End();
        return (totals, learned, Schedules);
    }

    private TraceReader Content()
    {
        TraceReader reader = new(_body);
        Header(reader);
        return reader;
    }

    private static (long Next, ulong Seed, string Strategy, Provenance Program, bool KeepsGoing) Header(
        TraceReader reader) => (
        reader.Long(),
        reader.Word(),
        reader.Text(),
        new Provenance(reader.Text(), reader.Text(), reader.List(static r => r.Text())),
        reader.Number() > 0);
}
