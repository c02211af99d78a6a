using static PhyrActors.Exploration.ExploreProtocol;
using static PhyrActors.Exploration.ReductionProtocol;

namespace PhyrActors.Exploration;

/// <summary>Explores parts of the tree.</summary>
internal sealed class ReductionWorker : ReceiveActor
{
    private readonly ExploreJob _job;
    private DporRunner? _runner;

    public ReductionWorker(ExploreJob job)
    {
        _job = job;
        Receive<Reduce>(OnReduce);
    }

    private void OnReduce(Reduce reduce)
    {
        object answer;
        try
        {
            answer = Run(reduce);
        }
        catch (UnboundedProgramException cause)
        {
            answer = new ExploreRefused(cause.Message);
        }
#pragma warning disable CA1031 // Whatever a program throws while it is built must reach the one who asked.
        catch (Exception cause)
#pragma warning restore CA1031
        {
            answer = new ExploreFailed(cause.ToString());
        }

        Sender.Tell(answer);
    }

    private Reduced Run(Reduce reduce)
    {
        _runner ??= new DporRunner(_job.Program(), _job.Options, _job.Stop);
        DporTask task = reduce.Task;
        List<ReducedRun> runs = [];
        RunOutcome? first = null;
        _runner.Open(task, task.Number * reduce.RunsMax);
        (bool isStopped, bool hasNews) = (false, false);
        while (runs.Count < reduce.RunsMax && !isStopped && _runner.TryRunNext(out RunOutcome? outcome))
        {
            Finding? told =
                outcome?.Findings.Count > 0 ? FindingTally.Told(outcome.Findings, _job.Options) : null;
            bool isNews = told is not null && _job.Options.IsNews(told);
            if (told is not null && (first is null || (isNews && !hasNews)))
            {
                first = _runner.Traced(outcome!, runs.Count);
                hasNews = isNews;
                isStopped = isNews && !_job.Options.KeepGoing;
            }

            runs.Add(new ReducedRun(outcome?.ClassHash ?? 0, _runner.Deliveries, told, outcome?.Windows));
        }

        isStopped |= !_runner.Search.IsComplete && runs.Count < reduce.RunsMax;
        bool isAny = runs.Count > 0 && task.Prefix.Count > 0;
        return new Reduced(
            task.Number,
            runs,
            first,
            isAny ? _runner.Search.RootStep : null,
            _runner.Search.TakeOutside(),
            isStopped ? null : _runner.Search.Leave(),
            isStopped);
    }
}
