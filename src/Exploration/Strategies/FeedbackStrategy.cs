namespace PhyrActors.Exploration;

/// <summary>Coverage feedback: keeps the runs that showed something new and varies them (another winner of one race,
/// another choice, the end of another run), going on with the inner strategy where the kept run leads no
/// further.</summary>
/// <remarks>What is new is decided between rounds. Source of the scheme: Ozkan et al. and the feedback mode of the P
/// checker.</remarks>
public sealed class FeedbackStrategy : ILearner
{
    // One run in four starts afresh.
    private const int FreshOf = 4;

    private readonly IStrategy _inner;
    private readonly Corpus _corpus;

    /// <param name="inner">Who decides what no kept run does; it does not learn.</param>
    public FeedbackStrategy(IStrategy inner)
        : this(inner, Corpus.Empty)
    {
    }

    private FeedbackStrategy(IStrategy inner, Corpus corpus) => (_inner, _corpus) = (inner, corpus);

    public string Name => "feedback";

    public ISchedule Begin(ulong seed, long index)
    {
        SplitMix64 random = new(SplitMix64.Mix(seed, unchecked((ulong)index)));
        ISchedule inner = _inner.Begin(random.Next(), index);
        Variation? variation = _corpus.IsEmpty || random.Below(FreshOf) == 0 ? null : Draw(ref random);
        return new FeedbackSchedule(inner, variation, _corpus.Known);
    }

    ILearner ILearner.Learn(RoundNotes round) =>
        new FeedbackStrategy(_inner, _corpus.With(round.Runs));

    void ILearner.Save(TraceWriter writer) => _corpus.Save(writer);

    ILearner ILearner.Load(TraceReader reader) => new FeedbackStrategy(_inner, Corpus.Load(reader));

    private Variation Draw(ref SplitMix64 random)
    {
        Recording kept = _corpus.Draw(ref random);
        int pick = random.Below(Math.Max(1, kept.Picks.Count));
        return random.Below(4) switch
        {
            0 when kept.Choices.Count > 0 =>
                Variation.OtherChoice(kept, random.Below(kept.Choices.Count), random.Next()),
            1 => Variation.OtherEnd(kept, pick, _corpus.Draw(ref random)),
            _ => Variation.OtherWinner(kept, pick, random.Next()),
        };
    }
}
