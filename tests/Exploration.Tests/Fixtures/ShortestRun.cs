namespace PhyrActors.Exploration.Tests;

/// <summary>The slow twin of shrinking: goes through all beginnings of runs by their length, one of each class, until
/// one shows the violation.</summary>
internal sealed class ShortestRun : ISchedule, IStepObserver
{
    private readonly IProgram _program;
    private readonly string _invariant;
    private readonly MonitorSet _monitors = new();
    private readonly ControlledPool _pool = new();
    private readonly HashSet<ulong> _classes = [];
    private readonly Dictionary<ulong, ulong> _mailboxes = [];
    private ControlledSystem? _system;
    private List<int> _decisions = [];
    private ulong _actor;
    private int _decision;
    private int _deliveries;
    private int _deliveriesMax;

    // Of the latest run: how many ways there were at the first decision behind the given ones; 0: none was met.
    private int _ways;

    private ShortestRun(IProgram program, string invariant) => (_program, _invariant) = (program, invariant);

    /// <summary>The number of deliveries of the shortest run that shows a violation; null when none does in so many, or
    /// when more beginnings of one length than that would have to be looked at.</summary>
    public static int? LengthOf(IProgram program, string invariant, int deliveriesMax, int beginningsMax)
    {
        ShortestRun search = new(program, invariant);
        List<List<int>> beginnings = [[]];
        for (int length = 1; length <= deliveriesMax && beginnings.Count <= beginningsMax; length++)
        {
            List<List<int>> longer = [];
            foreach (List<int> beginning in beginnings)
            {
                if (search.Lengthen(beginning, length, longer))
                {
                    return length;
                }
            }

            beginnings = longer;
        }

        return null;
    }

    public int Pick(IEnabledSteps enabled) => _deliveries >= _deliveriesMax ? -1 : Decide(enabled.Count);

    public int Choose(string site, int count)
    {
        int chosen = Decide(count);
        Note(_actor, (ulong)chosen + 1);
        return chosen;
    }

    public void OnStep(in StepView step)
    {
        _monitors.OnStep(step);
        if (step.Kind != StepKind.Creation)
        {
            _deliveries++;
            _actor = step.ActorId;
            Note(_actor, step.Id);
        }
    }

    public void OnPublished(in StepView step, in Stamp stamp, object @event)
    {
        _monitors.OnPublished(step, stamp, @event);
        EndOnFinding();
    }

    public void OnFailure(in StepView step, Exception cause)
    {
        _monitors.OnFailure(step, cause);
        EndOnFinding();
    }

    /// <summary>Adds every way to go on from a beginning by one delivery with its choices.</summary>
    private bool Lengthen(List<int> beginning, int length, List<List<int>> longer)
    {
        Stack<List<int>> open = new([beginning]);
        while (open.TryPop(out List<int>? decisions))
        {
            Run(decisions, length);
            if (_monitors.Findings.Any(finding => finding.Invariant == _invariant))
            {
                return true;
            }

            for (int way = 0; way < _ways; way++)
            {
                open.Push([.. decisions, way]);
            }

            ulong orderFree = _mailboxes.Values.Aggregate(0UL, static (sum, one) => unchecked(sum + one));
            if (_ways == 0 && _deliveries == length && _classes.Add(orderFree))
            {
                longer.Add(decisions);
            }
        }

        return false;
    }

    private void Run(List<int> decisions, int length)
    {
        (_decisions, _decision, _deliveries, _deliveriesMax, _ways) = (decisions, 0, 0, length, 0);
        _mailboxes.Clear();
        _monitors.Clear();
        ControlledSettings settings = new()
        {
            Schedule = this,
            Observer = this,
            Pool = _pool,
            Commuting = _program.Commuting,
        };
        using ControlledSystem system = new("shortest", settings);
        _system = system;
        _monitors.Attach(_program.Start(system).Monitors);
        if (system.Run(100_000) == RunEnd.Quiescent && _monitors.Findings.Count == 0)
        {
            _monitors.AtQuiescence();
        }
    }

    private void EndOnFinding()
    {
        if (_monitors.Findings.Count > 0)
        {
            _system?.RequestStop();
        }
    }

    private void Note(ulong actor, ulong word) =>
        _mailboxes[actor] = SplitMix64.Mix(_mailboxes.GetValueOrDefault(actor, actor), word);

    private int Decide(int ways)
    {
        if (_decision < _decisions.Count)
        {
            return _decisions[_decision++];
        }

        // The way that is taken behind the first new decision does not matter: this run only tells how many there are.
        _ways = _ways == 0 ? ways : _ways;
        _deliveriesMax = _deliveries;
        return 0;
    }
}
