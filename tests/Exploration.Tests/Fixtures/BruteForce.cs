using System.Globalization;
using System.Text;

namespace PhyrActors.Exploration.Tests;

/// <summary>The slow twin of reduction: tries every order and every choice, and only leaves out a prefix whose partial
/// order it has been at before.</summary>
internal sealed class BruteForce : ISchedule, IStepObserver
{
    private readonly IProgram _program;
    private readonly List<(int Taken, int Count)> _decisions = [];
    private readonly HashSet<string> _visited = [];
    private readonly SortedSet<string> _classes = [];
    private readonly MonitorSet _monitors;
    private PartialOrder _order = null!;
    private int _decision;

    private BruteForce(IProgram program)
    {
        _program = program;
        _monitors = new MonitorSet { Touched = touch => _order.OnTouch(touch) };
    }

    /// <summary>Every class of runs of a program, spelled out, with how its run ended.</summary>
    public static IReadOnlyCollection<string> ClassesOf(IProgram program)
    {
        BruteForce force = new(program);
        do
        {
            force.Run();
        }
        while (force.TryAdvance());

        return force._classes;
    }

    public int Pick(IEnabledSteps enabled)
    {
        if (_decision == _decisions.Count)
        {
            return _visited.Add(_order.ToString()) ? Decide(enabled.Count) : -1;
        }

        return Decide(enabled.Count);
    }

    public int Choose(string site, int count)
    {
        int chosen = Decide(count);
        _order.OnChoice(chosen);
        return chosen;
    }

    public void OnStep(in StepView step)
    {
        _monitors.OnStep(step);
        _order.OnStep(step);
    }

    public void OnPublished(in StepView step, in Stamp stamp, object @event) =>
        _monitors.OnPublished(step, stamp, @event);

    public void OnFailure(in StepView step, Exception cause) => _monitors.OnFailure(step, cause);

    private void Run()
    {
        _decision = 0;
        _order = new PartialOrder(_program.Commuting);
        _monitors.Clear();
        using ControlledSystem system = new(
            "force", new ControlledSettings { Schedule = this, Observer = this, Commuting = _program.Commuting });
        _monitors.Attach(_program.Start(system).Monitors);
        if (system.Run(10_000) == RunEnd.Quiescent)
        {
            _monitors.AtQuiescence();
            _classes.Add(_order.ToString());
        }
    }

    private int Decide(int count)
    {
        if (_decision == _decisions.Count)
        {
            _decisions.Add((0, count));
        }

        Assert.Equal(_decisions[_decision].Count, count);
        return _decisions[_decision++].Taken;
    }

    private bool TryAdvance()
    {
        while (_decisions.Count > 0)
        {
            (int taken, int count) = _decisions[^1];
            _decisions.RemoveAt(_decisions.Count - 1);
            if (taken + 1 < count)
            {
                _decisions.Add((taken + 1, count));
                return true;
            }
        }

        return false;
    }

    /// <summary>What is ordered in a run, in words: per mailbox, or per pair where messages commute, and per
    /// key.</summary>
    private sealed class PartialOrder(ICommuting? commuting)
    {
        private readonly List<(StepView Step, StringBuilder Choices)> _steps = [];
        private readonly SortedDictionary<ulong, List<(ulong Step, bool Writes)>> _keys = [];
        private readonly StringBuilder _start = new();

        public void OnStep(in StepView step) => _steps.Add((step, new StringBuilder()));

        public void OnChoice(int chosen) => (_steps.Count == 0 ? _start : _steps[^1].Choices)
            .Append(CultureInfo.InvariantCulture, $"!{chosen}");

        public void OnTouch(Touch touch)
        {
            if (!_keys.TryGetValue(touch.Key, out List<(ulong Step, bool Writes)>? visits))
            {
                _keys.Add(touch.Key, visits = []);
            }

            visits.Add((_steps[^1].Step.Id, touch.Writes));
        }

        public override string ToString()
        {
            SortedSet<string> facts = new(StringComparer.Ordinal) { _start.ToString() };
            for (int later = 0; later < _steps.Count; later++)
            {
                StepView step = _steps[later].Step;
                facts.Add(string.Create(CultureInfo.InvariantCulture, $"{step.Id:x}{_steps[later].Choices}"));
                for (int earlier = 0; earlier < later; earlier++)
                {
                    if (AreOrdered(_steps[earlier].Step, step))
                    {
                        facts.Add(Pair(_steps[earlier].Step.Id, step.Id));
                    }
                }
            }

            AddKeys(facts);
            return string.Join(' ', facts);
        }

        private bool AreOrdered(in StepView earlier, in StepView later)
        {
            bool commute = commuting is not null && commuting.Declares(later.ReceiverType)
                && earlier.Kind == StepKind.Message && later.Kind == StepKind.Message
                && commuting.Commute(later.ReceiverType, earlier.Message, later.Message);
            return earlier.ActorId == later.ActorId && (!commute || earlier.Channel == later.Channel);
        }

        private void AddKeys(SortedSet<string> facts)
        {
            foreach (List<(ulong Step, bool Writes)> visits in _keys.Values)
            {
                for (int later = 0; later < visits.Count; later++)
                {
                    for (int earlier = 0; earlier < later; earlier++)
                    {
                        if (visits[earlier].Step != visits[later].Step
                            && (visits[earlier].Writes || visits[later].Writes))
                        {
                            facts.Add(Pair(visits[earlier].Step, visits[later].Step));
                        }
                    }
                }
            }
        }

        private static string Pair(ulong earlier, ulong later) =>
            string.Create(CultureInfo.InvariantCulture, $"{earlier:x}<{later:x}");
    }
}
