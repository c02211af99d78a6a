namespace PhyrActors.Exploration;

/// <summary>One run of <see cref="PairStrategy"/>: offers the inner schedule the pair's messages, what they cause, and
/// the oldest of all other messages.</summary>
internal sealed class PairSchedule(ISchedule inner, string first, string second)
    : ISchedule, IStepWatch, INoting, IEnabledSteps
{
    private readonly IStepWatch? _watch = inner as IStepWatch;
    private readonly List<int> _offered = [];
    private IEnabledSteps _enabled = null!;
    private Dense<(ulong Id, bool IsVaried)> _heads;
    private Dense<bool> _isVaried;
    private bool _running;
    private int _step;

    public ScheduleNote? Note => (inner as INoting)?.Note;

    int IEnabledSteps.Count => _offered.Count;

    ulong IEnabledSteps.Id(int index) => _enabled.Id(_offered[index]);

    PendingStep IEnabledSteps.Pending(int index) => _enabled.Pending(_offered[index]);

    StepView IEnabledSteps.View(int index) => _enabled.View(_offered[index]);

    public int Pick(IEnabledSteps enabled)
    {
        _enabled = enabled;
        _offered.Clear();
        int oldest = -1;
        for (int i = 0; i < enabled.Count; i++)
        {
            PendingStep step = enabled.Pending(i);
            if (IsVaried(i, step))
            {
                _offered.Add(i);
            }
            else if (oldest < 0 || SendOrder.IsEarlier(step, enabled.Pending(oldest)))
            {
                oldest = i;
            }
        }

        if (oldest >= 0)
        {
            _offered.Add(oldest);
        }

        int picked = inner.Pick(this);
        return picked < 0 ? picked : _offered[picked];
    }

    public int Choose(string site, int count) => _running ? inner.Choose(site, count) : 0;

    public void OnStep(in StepView step, ulong hash)
    {
        _step++;
        _running = step.Cause > 0 && _isVaried[step.Cause];
        _running |= step.Kind != StepKind.Creation && IsNamed(step.Message);
        _isVaried[_step] = _running;
        _watch?.OnStep(step, hash);
    }

    private bool IsVaried(int index, in PendingStep step)
    {
        if (step.Cause > 0 && _isVaried[step.Cause])
        {
            return true;
        }

        ref (ulong Id, bool IsVaried) head = ref _heads[step.Channel];
        if (head.Id != step.Id)
        {
            head = (step.Id, IsNamed(_enabled.View(index).Message));
        }

        return head.IsVaried;
    }

    private bool IsNamed(object message) => message.GetType().Name is { } name && (name == first || name == second);
}
