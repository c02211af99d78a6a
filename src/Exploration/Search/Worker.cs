using static PhyrActors.Exploration.ExploreProtocol;

namespace PhyrActors.Exploration;

/// <summary>Runs batches of schedules.</summary>
public sealed class Worker : ReceiveActor
{
    private readonly ExploreJob _job;
    private readonly Explorer _explorer;
    private IProgram? _program;

    public Worker(ExploreJob job)
    {
        ArgumentNullException.ThrowIfNull(job);
        _job = job;
        _explorer = new Explorer(job.Options, job.Stop);
        Receive<RunBatch>(OnRunBatch);
    }

    private void OnRunBatch(RunBatch batch)
    {
        object answer;
        try
        {
            answer = Run(batch);
        }
#pragma warning disable CA1031 // Whatever a program throws while it is built must reach the one who asked.
        catch (Exception cause)
#pragma warning restore CA1031
        {
            answer = new ExploreFailed(cause.ToString());
        }

        Sender.Tell(answer);
    }

    private BatchDone Run(RunBatch batch)
    {
        _program ??= _job.Program();
        List<BatchRun> runs = new(batch.Count);
        WindowTally windows = new();
        (Finding? first, Trace? trace) = (null, null);
        (long violations, bool stopped, bool isOver) = (0, false, false);
        while (runs.Count < batch.Count && !stopped && !isOver)
        {
            long index = batch.First + runs.Count;
            RunOutcome outcome = RunOne(batch.Strategy, index, traced: first is null);
            stopped = _job.Stop.Raised;
            if (outcome is { End: RunEnd.Stopped, Findings.Count: 0 })
            {
                stopped = true;
                break;
            }

            windows.Add(outcome.Windows);
            Finding? told = null;
            if (outcome.Findings.Count > 0)
            {
                violations++;
                told = FindingTally.Told(outcome.Findings, _job.Options);
                bool isNews = _job.Options.IsNews(told);
                isOver = isNews && !_job.Options.KeepGoing;
                if (first is null || (isNews && !_job.Options.IsNews(first)))
                {
                    outcome = first is null ? outcome : RunOne(batch.Strategy, index, traced: true);
                    (first, trace) = (FindingTally.Told(outcome.Findings, _job.Options), outcome.Trace);
                }
            }

            runs.Add(new BatchRun(outcome.ClassHash, outcome.Deliveries, outcome.Note, told));
        }

        return new BatchDone(
            batch,
            runs,
            violations,
            first,
            trace,
            windows.Counts,
            _explorer.TakeOrders(),
            stopped);
    }

    private RunOutcome RunOne(IStrategy strategy, long index, bool traced) =>
        _explorer.RunOne(_program!, strategy, _job.Options.Seed, index, traced);
}
