namespace PhyrActors.Exploration.Tests;

/// <summary>The reordering test: random linear extensions of a run's happens-before are executed and compared with
/// it.</summary>
internal sealed class Reordering(IProgram program)
{
    private readonly Remembered _program = new(program);
    private readonly RunLoop _loop = new(periodicMax: 4, NeverStop.Instance) { ToTheEnd = true };
    private readonly RunGraph _again = new(new Dependence(program.Commuting));

    /// <summary>Extensions that were another run than the one they were made from.</summary>
    public long OtherRuns { get; private set; }

    /// <summary>Runs schedules of a strategy and reorders each.</summary>
    public void Check(IStrategy strategy, long schedules, int extensions)
    {
        RunGraph graph = new(new Dependence(program.Commuting));
        for (long index = 0; index < schedules; index++)
        {
            graph.Begin(0);
            Sample original = Run(strategy.Begin(1, index), graph);
            Compare(original, graph, extensions, (ulong)index);
        }
    }

    /// <summary>Explores the whole program and reorders every so manieth of its runs.</summary>
    public void CheckDpor(long every, int extensions)
    {
        DporSearch search = new(new Dependence(program.Commuting), long.MaxValue);
        for (long index = 0; search.TryBeginRun(); index++)
        {
            Sample original = Run(search.Schedule, search.Graph);
            search.EndRun();
            if (index % every == 0 && !search.IsBlocked)
            {
                Compare(original, search.Graph, extensions, (ulong)index);
            }
        }
    }

    private void Compare(Sample original, RunGraph graph, int extensions, ulong seed)
    {
        for (int extension = 0; extension < extensions; extension++)
        {
            ReplaySchedule schedule = new(
                LinearExtension.Random(graph, SplitMix64.Mix(seed, (ulong)extension)));
            _again.Begin(0);
            Sample reordered = Run(schedule, _again);
            schedule.IsComplete(reordered.End);

            Assert.Null(schedule.Divergence);
            Assert.Null(original.Witness.DifferenceFrom(reordered.Witness));
            Assert.Equal(
                (original.End, original.ClassHash, original.State),
                (reordered.End, reordered.ClassHash, reordered.State));
            OtherRuns += original.RunHash == reordered.RunHash ? 0 : 1;
        }
    }

    private Sample Run(ISchedule schedule, RunGraph graph)
    {
        RunWitness witness = new();
        _loop.Graph = graph;
        RunEnd end = _loop.Run(_program, schedule, 1, 10_000, new Both(witness, schedule as IStepWatch));
        witness.End(graph, null, _loop.Findings);
        return new Sample(witness, end, _loop.ClassHash, _loop.RunHash, _program.State);
    }

    /// <summary>Some schedules want to see each step.</summary>
    private sealed class Both(RunWitness witness, IStepWatch? schedule) : IStepWatch
    {
        public void OnStep(in StepView step, ulong hash)
        {
            witness.OnStep(step, hash);
            schedule?.OnStep(step, hash);
        }

        public void OnPublished(object @event) => witness.OnPublished(@event);
    }

    private sealed record Sample(RunWitness Witness, RunEnd End, ulong ClassHash, ulong RunHash, string State);

    /// <summary>Keeps hold of the latest run, for what it can tell of its actors.</summary>
    private sealed class Remembered(IProgram program) : IProgram
    {
        private SmallRun? _run;

        public string Name => program.Name;

        public ICommuting? Commuting => program.Commuting;

        public string State => _run?.State ?? string.Empty;

        public IProgramRun Start(ControlledSystem system)
        {
            IProgramRun run = program.Start(system);
            _run = run as SmallRun;
            return run;
        }
    }
}
