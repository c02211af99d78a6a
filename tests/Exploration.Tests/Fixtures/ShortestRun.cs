namespace PhyrActors.Exploration.Tests;

/// <summary>The slow twin of shrinking: goes through all beginnings of runs by their length, one of each class, until
/// one shows the violation.</summary>
internal sealed class ShortestRun : ISchedule
{
    private readonly IProgram _program;
    private readonly string _invariant;
    private readonly RunLoop _loop = new(periodicMax: 4, NeverStop.Instance);
    private readonly HashSet<ulong> _classes = [];
    private List<int> _decisions = [];
    private int _decision;
    private int _deliveries;
    private int _deliveriesMax;

    // Of the latest run: how many ways there were at the first decision behind the given ones; 0: none was met.
    private int _ways;

    private ShortestRun(IProgram program, string invariant) => (_program, _invariant) = (program, invariant);

    /// <summary>The number of deliveries of the shortest run that shows a violation; null when none does in so many, or
    /// when more beginnings than that would have to be looked at.</summary>
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

    public int Pick(IEnabledSteps enabled) => _deliveries++ == _deliveriesMax ? -1 : Decide(enabled.Count);

    public int Choose(string site, int count) => Decide(count);

    /// <summary>Adds every way to go on from a beginning by one delivery with its choices.</summary>
    private bool Lengthen(List<int> beginning, int length, List<List<int>> longer)
    {
        Stack<List<int>> open = new([beginning]);
        while (open.TryPop(out List<int>? decisions))
        {
            (_decisions, _decision, _deliveries, _deliveriesMax, _ways) = (decisions, 0, 0, length, 0);
            _loop.Run(_program, this, 1, 100_000, null);
            if (_loop.Findings.Any(finding => finding.Invariant == _invariant))
            {
                return true;
            }

            for (int way = 1; way < _ways; way++)
            {
                open.Push([.. decisions, way]);
            }

            if (_ways > 0)
            {
                open.Push([.. decisions, 0]);
            }
            else if (_classes.Add(_loop.ClassHash))
            {
                longer.Add(decisions);
            }
        }

        return false;
    }

    private int Decide(int ways)
    {
        if (_decision < _decisions.Count)
        {
            return _decisions[_decision++];
        }

        // What comes behind the first new decision is looked at in a run of its own.
        _decision = int.MaxValue;
        _ways = _ways == 0 ? ways : _ways;
        return 0;
    }
}
