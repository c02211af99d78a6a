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
        RunOutcome? first = null;
        (long violations, bool stopped) = (0, false);
        while (runs.Count < batch.Count && !stopped)
        {
            RunOutcome outcome = _explorer.RunOne(
                _program, batch.Strategy, _job.Options.Seed, batch.First + runs.Count, traced: first is null);
            stopped = _job.Stop.Raised;
            if (outcome is { End: RunEnd.Stopped, Findings.Count: 0 })
            {
                stopped = true;
                break;
            }

            runs.Add(new BatchRun(outcome.ClassHash, outcome.Deliveries, outcome.Note));
            windows.Add(outcome.Windows);
            if (outcome.Findings.Count > 0)
            {
                violations++;
                first ??= outcome;
                if (!_job.Options.KeepGoing)
                {
                    break;
                }
            }
        }

        return new BatchDone(
            batch,
            runs,
            violations,
            first?.Findings ?? [],
            first?.Trace,
            windows.Counts,
            _explorer.TakeOrders(),
            stopped);
    }
}
