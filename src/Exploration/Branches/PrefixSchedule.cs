namespace PhyrActors.Exploration;

/// <summary>Decides as recorded for so many deliveries, and then as another schedule does.</summary>
internal sealed class PrefixSchedule(Recording recording, int deliveries, ISchedule then) : ISchedule
{
    private readonly ReplaySchedule _recorded = new(recording);
    private bool _isThen = deliveries == 0;

    /// <summary>The first delivery after the recorded ones, in words; null when none came.</summary>
    public string? Next { get; private set; }

    /// <summary>What went otherwise than recorded, or null.</summary>
    public Divergence? Divergence => _recorded.Divergence;

    public int Pick(IEnabledSteps enabled)
    {
        if (!_isThen && _recorded.Picks < deliveries)
        {
            return _recorded.Pick(enabled);
        }

        _isThen = true;
        int picked = then.Pick(enabled);
        if (Next is null && picked >= 0)
        {
            StepView view = enabled.View(picked);
            Next = StepText.Of(view.Kind, StepText.MessageClass(view.Message), StepText.Actor(view.Receiver));
        }

        return picked;
    }

    public int Choose(string site, int count) =>
        _isThen && Next is not null ? then.Choose(site, count) : _recorded.Choose(site, count);
}
