using PhyrActors.Actors;
using PhyrActors.Exploration;

namespace PhyrActors.Scenarios;

/// <summary>Which column each delivery stands in: the CPU of whoever asked for the work, or the device.</summary>
/// <remarks>Actors are no CPUs: the work of a domain is done on the CPU of its caller. A column is all that one party
/// of the environment set going; where the two deliveries of a race would share one, all that each single request
/// did.</remarks>
internal sealed class KernelColumns
{
    private const int CpusMax = 3;

    private readonly Trace _trace;
    private readonly IReadOnlyList<StepAccount> _steps;
    private readonly Dictionary<long, int> _placeOfStep = [];
    private readonly List<(string Origin, KernelTask? Task)> _cpus = [];
    private readonly bool _byRequest;

    public KernelColumns(Explanation why)
    {
        (_trace, _steps) = (why.Trace, why.Steps);
        for (int index = 0; index < _steps.Count; index++)
        {
            _placeOfStep[_steps[index].Step] = index;
        }

        _byRequest = why.Race is { } race
            && !KernelStep.Of(race.First).IsHardware && !KernelStep.Of(race.Then).IsHardware
            && OriginOf(race.First, false).Name == OriginOf(race.Then, false).Name;
        foreach (int index in why.Causal.Where(index => !KernelStep.Of(_steps[index]).IsHardware))
        {
            (string name, KernelTask? task) = OriginOf(_steps[index], _byRequest);
            if (PlaceOf(name) < 0)
            {
                _cpus.Add((name, task));
            }
        }
    }

    public int Cpus => Math.Clamp(_cpus.Count, 1, CpusMax);

    /// <summary>The column of a step: a CPU's number, or <see cref="Cpus"/> for the device.</summary>
    public int Of(KernelStep step) => step.IsHardware ? Cpus : Math.Clamp(
        PlaceOf(OriginOf(step.Account, _byRequest).Name), 0, Cpus - 1);

    /// <summary>What stands above a column: of the environment's work the task too.</summary>
    public string HeaderOf(int column) => column == Cpus ? "device"
        : column == CpusMax - 1 && _cpus.Count > CpusMax ? $"CPU {column} and others"
        : column < _cpus.Count && _cpus[column].Task is { } task ? $"CPU {column} ({task.Name})"
        : $"CPU {column}";

    private int PlaceOf(string origin) =>
        _cpus.FindIndex(cpu => string.Equals(cpu.Origin, origin, StringComparison.Ordinal));

    /// <summary>Goes back along the causes to the party that set the work going.</summary>
    private (string Name, KernelTask? Task) OriginOf(StepAccount step, bool byRequest)
    {
        step = Asked(step);

        // What begins a request stands with the request.
        StepAccount request = IsOrigin(step) ? _steps.FirstOrDefault(next => next.Cause == step.Step) ?? step : step;
        while (!IsOrigin(step) && _placeOfStep.TryGetValue(step.Cause, out int cause))
        {
            request = IsOrigin(_steps[cause]) ? step : _steps[cause];
            step = Asked(_steps[cause]);
        }

        // What an actor sends when it starts is its own doing.
        string party = step.Cause > 0 && !IsOrigin(step) ? _trace.Steps[(int)step.Cause - 1].Actor : step.Actor;
        return (byRequest ? $"{party} {request.Id:x16}" : party, KernelTask.Of(step.ActorType));
    }

    /// <summary>Where whoever waited asked for the lock that he has now: his work goes on, not that of whoever gave the
    /// lock back.</summary>
    private StepAccount Asked(StepAccount step)
    {
        object? awaited = KernelPlace.AwaitedBy(step.Message);
        return awaited is null ? step
            : _steps.FirstOrDefault(earlier => ReferenceEquals(earlier.Message, awaited)) ?? step;
    }

    private static bool IsOrigin(StepAccount step) =>
        step.ActorType == typeof(RdmaApplication) || step.ActorType == typeof(StreamDriver)
        || KernelTask.Of(step.ActorType) is not null;
}
