namespace PhyrActors.Exploration.Tests;

/// <summary>Short ways to run programs in tests.</summary>
internal static class Runs
{
    public static readonly IStrategy Random = new RandomStrategy();

    public static RunOutcome One(IProgram program, long index = 0, IStrategy? strategy = null) =>
        new Explorer(new ExploreOptions()).RunOne(program, strategy ?? Random, 1, index);

    /// <summary>The first schedule with a finding.</summary>
    public static RunOutcome FirstFinding(IProgram program, ExploreOptions? options = null)
    {
        Explorer explorer = new(options ?? new ExploreOptions());
        for (long index = 0; index < 20_000; index++)
        {
            RunOutcome outcome = explorer.RunOne(program, Random, 1, index);
            if (outcome.Findings.Count > 0)
            {
                return outcome;
            }
        }

        throw new InvalidOperationException("Nothing was found in 20,000 schedules.");
    }

    /// <summary>A whole random run, whatever it finds, as a trace that was kept for nothing.</summary>
    public static Trace Traced(IProgram program, long index = 0)
    {
        RunLoop loop = new(periodicMax: 4, NeverStop.Instance) { ToTheEnd = true };
        TraceBuilder builder = new(Random.Begin(1, index));
        RunEnd end = loop.Run(program, builder, 1, 10_000, builder);
        Finding none = new("none", "nothing", 0, string.Empty, string.Empty, null);
        return builder.Build(new ExploreOptions(), "random", 1, index, end, loop.RunHash, none);
    }

    public static int Classes(IProgram program, int schedules)
    {
        Explorer explorer = new(new ExploreOptions());
        HashSet<ulong> classes = [];
        for (long index = 0; index < schedules; index++)
        {
            classes.Add(explorer.RunOne(program, Random, 1, index).ClassHash);
        }

        return classes.Count;
    }

    public static byte[] Bytes(Trace trace)
    {
        using MemoryStream stream = new();
        TraceFormat.Write(stream, trace);
        return stream.ToArray();
    }

    public static Trace Read(byte[] bytes)
    {
        using MemoryStream stream = new(bytes);
        return TraceFormat.Read(stream);
    }
}
