namespace PhyrActors.Exploration;

/// <summary>Watches a run and writes down its steps for a reader.</summary>
internal sealed class RunRecorder(RunLoop loop) : IStepWatch
{
    // Enough for a reader; the lists that messages carry can be long.
    private const int TextCharsMax = 600;

    private readonly List<RecordedStep> _steps = [];
    private readonly List<RecordedActor> _actors = [];
    private readonly Dictionary<ulong, int> _indexOfActor = [];
    private readonly List<StateFact[]> _states = [];
    private readonly List<string> _events = [];
    private object? _receiver;

    public void OnStep(in StepView step, ulong hash)
    {
        EndStep();
        _receiver = step.Receiver;
        if (!_indexOfActor.TryGetValue(step.ActorId, out int actor))
        {
            actor = _actors.Count;
            _indexOfActor.Add(step.ActorId, actor);
            _actors.Add(new RecordedActor(StepText.Actor(step.Receiver), step.ReceiverType.Name));
            _states.Add([]);
        }

        _steps.Add(new RecordedStep(
            actor,
            step.Kind,
            StepText.MessageClass(step.Message),
            step.Kind is StepKind.System or StepKind.Creation ? string.Empty : Cut(StepText.Message(step.Message)),
            step.Cause,
            [],
            loop.StepTimeNanoseconds,
            [],
            [],
            []));
    }

    public void OnPublished(object @event) => _events.Add(Cut(StepText.Message(@event)));

    /// <summary>The run is over.</summary>
    public RecordedRun End(IProgram program, Trace trace, ReplayResult result)
    {
        EndStep();
        RunGraph graph = loop.Graph!;
        IReadOnlyList<int>[] before = DirectPast.Of(graph, _steps);
        for (int index = 0; index < _steps.Count; index++)
        {
            _steps[index] = _steps[index] with
            {
                Before = before[index],
                Choices = index < trace.Steps.Count ? trace.Steps[index].Choices : [],
            };
        }

        int lacked = loop.Missing.Index == 0 ? -1 : graph.EventOf(loop.Missing);
        Finding? finding = loop.Findings.Count > 0 ? loop.Findings[0] : null;
        int? racing = lacked >= 0 ? graph[lacked].Step + 1
            : finding is not null ? new RacingStep(program, trace, graph).Of(finding)
            : null;
        return new RecordedRun(trace, result, _actors, _steps, finding, racing);
    }

    private void EndStep()
    {
        if (_steps.Count == 0)
        {
            _events.Clear();
            return;
        }

        RecordedStep step = _steps[^1];
        StateFact[] now = _receiver is IActorRef actor && ControlledSystem.StateOf(actor) is { } view
            ? [.. view.State]
            : [];
        StateFact[] changes = [.. Changes(_states[step.Actor], now)];
        _states[step.Actor] = now;
        if (_events.Count > 0 || changes.Length > 0)
        {
            _steps[^1] = step with { Events = [.. _events], Changes = changes };
            _events.Clear();
        }
    }

    /// <summary>What is new or otherwise, and then what is gone. Facts most often stand where they stood.</summary>
    private static IEnumerable<StateFact> Changes(StateFact[] old, StateFact[] now)
    {
        for (int i = 0; i < now.Length; i++)
        {
            if ((i >= old.Length || old[i] != now[i]) && !old.Contains(now[i]))
            {
                yield return now[i];
            }
        }

        for (int i = 0; i < old.Length; i++)
        {
            string name = old[i].Name;
            if ((i >= now.Length || now[i].Name != name) && !Array.Exists(now, other => other.Name == name))
            {
                yield return new StateFact(name, string.Empty);
            }
        }
    }

    private static string Cut(string text) => text.Length <= TextCharsMax ? text : text[..TextCharsMax] + " ...";
}
