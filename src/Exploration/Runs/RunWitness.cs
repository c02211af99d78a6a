using System.Globalization;
using System.Text;

namespace PhyrActors.Exploration;

/// <summary>All that can be seen of a run but its order: what each delivery carried, chose, touched and
/// published.</summary>
internal sealed class RunWitness : IStepWatch
{
    private readonly Dictionary<ulong, string> _seen = [];
    private readonly List<ulong> _steps = [];
    private readonly StringBuilder _events = new();
    private string _end = string.Empty;

    public void OnStep(in StepView step, ulong hash)
    {
        EndStep();
        _steps.Add(step.Id);

        // Messages of the runtime carry causes, and the text of those holds how the code was compiled.
        string text = step.Kind == StepKind.System ? string.Empty : StepText.Message(step.Message);
        _events.Append(CultureInfo.InvariantCulture, $"{StepText.Of(step)} {text}");
    }

    public void OnPublished(object @event) =>
        _events.Append(CultureInfo.InvariantCulture, $"; event {StepText.Message(@event)}");

    /// <summary>The run is over.</summary>
    public void End(RunGraph graph, Divergence? divergence, IReadOnlyList<Finding> findings)
    {
        EndStep();
        for (int index = 0; index < graph.Count; index++)
        {
            string choices = string.Join(' ', graph.Choices(index).ToArray());
            string touches = string.Join(' ', graph.Touches(index).ToArray());
            _seen[graph[index].Delivery.Id] += $"; {choices} {touches}";
        }

        IEnumerable<string> found =
            findings.Select(static finding => finding.Invariant).Distinct(StringComparer.Ordinal);
        _end = divergence is null
            ? $"the findings are '{string.Join(' ', found.Order(StringComparer.Ordinal))}'"
            : $"pick {divergence.Pick} cannot be made as before";
    }

    /// <summary>What is otherwise in the other run, in words; null when nothing is.</summary>
    public string? DifferenceFrom(RunWitness other)
    {
        foreach (ulong step in _steps)
        {
            if (!other._seen.TryGetValue(step, out string? seen))
            {
                return $"there is a step [{_seen[step]}] and in the other not";
            }

            if (seen != _seen[step])
            {
                return $"a step is [{_seen[step]}] and in the other [{seen}]";
            }
        }

        return _steps.Count == other._steps.Count && _end == other._end
            ? null
            : $"{_end} and in the other {other._end}, after {_steps.Count} and {other._steps.Count} steps";
    }

    private void EndStep()
    {
        if (_steps.Count > 0)
        {
            _seen[_steps[^1]] = _events.ToString();
        }

        _events.Clear();
    }
}
