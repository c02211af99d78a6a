namespace PhyrActors.Exploration;

/// <summary>The plain run with given deviations: messages come in the order in which they were sent, a delayed one as
/// if it had been sent at its delay.</summary>
/// <param name="deviations">In the order of their decisions.</param>
/// <param name="notes">Whether to remember what could be decided otherwise after the last of them.</param>
internal sealed class DelaySchedule(IReadOnlyList<Deviation> deviations, bool notes)
    : ISchedule, IStepWatch, INoting
{
    private readonly List<int> _others = [];
    private Dense<(int Step, int Number)> _delays;
    private int _decision;
    private int _deviation;
    private int _delayed;
    private int _step;

    public ScheduleNote? Note => notes ? new DelayedRun(deviations, [.. _others]) : null;

    public int Pick(IEnabledSteps enabled)
    {
        int first = First(enabled);
        for (int left = enabled.Count - 1; left > 0 && Decide(1) > 0; left--)
        {
            _delays[enabled.Pending(first).Channel] = (_step, ++_delayed);
            first = First(enabled);
        }

        return first;
    }

    public int Choose(string site, int count) => Decide(count - 1);

    public void OnStep(in StepView step, ulong hash) => _step++;

    /// <param name="others">How many values there are beside 0.</param>
    private int Decide(int others)
    {
        int decision = _decision++;
        if (_deviation == deviations.Count)
        {
            if (notes)
            {
                _others.Add(others);
            }

            return 0;
        }

        return deviations[_deviation].Decision == decision ? deviations[_deviation++].Value : 0;
    }

    private int First(IEnabledSteps enabled)
    {
        int count = enabled.Count;
        PendingStep best = enabled.Pending(0);
        int first = 0;
        for (int i = 1; i < count; i++)
        {
            PendingStep step = enabled.Pending(i);
            if (IsEarlier(step, best))
            {
                (first, best) = (i, step);
            }
        }

        return first;
    }

    /// <summary>What was sent or delayed first; a delayed message comes behind all that waited with it.</summary>
    private bool IsEarlier(in PendingStep left, in PendingStep right)
    {
        (int leftStep, int leftNumber) = _delays[left.Channel];
        (int rightStep, int rightNumber) = _delays[right.Channel];
        leftNumber = left.Cause > leftStep ? 0 : leftNumber;
        rightNumber = right.Cause > rightStep ? 0 : rightNumber;
        (leftStep, rightStep) = (Math.Max(left.Cause, leftStep), Math.Max(right.Cause, rightStep));
        return leftStep != rightStep ? leftStep < rightStep
            : leftNumber != rightNumber ? leftNumber < rightNumber
            : SendOrder.IsEarlier(left, right);
    }
}
