namespace PhyrActors.Exploration;

/// <summary>A kept run with one thing changed, then the inner schedule; remembers what the run showed.</summary>
internal sealed class FeedbackSchedule(ISchedule inner, Variation? variation, IReadOnlyList<ulong> known)
    : ISchedule, IStepWatch, INoting
{
    private readonly IStepWatch? _watch = inner as IStepWatch;
    private readonly Signature _signature = new();
    private readonly Recording _recording = new();

    public ScheduleNote? Note
    {
        get
        {
            IReadOnlyList<ulong> bits = _signature.ToBits();
            return Signature.Count(bits, known) > 0 ? new SignatureNote(bits, _recording) : null;
        }
    }

    public int Pick(IEnabledSteps enabled)
    {
        int picked = variation?.Pick(enabled) ?? -1;
        picked = picked < 0 ? inner.Pick(enabled) : picked;
        _recording.AddPick(enabled.Id(picked));
        return picked;
    }

    public int Choose(string site, int count)
    {
        int chosen = variation?.Choose(site, count) ?? inner.Choose(site, count);
        _recording.AddChoice(new TraceChoice(site, count, chosen));
        _signature.OnChoice(site, chosen);
        return chosen;
    }

    public void OnStep(in StepView step, ulong hash)
    {
        _signature.OnStep(step);
        _watch?.OnStep(step, hash);
    }
}
