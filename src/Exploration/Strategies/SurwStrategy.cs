namespace PhyrActors.Exploration;

/// <summary>Selective uniform random walk: in each run the orders at one or two mailboxes, or of one class of messages
/// there, are all equally likely; everything else is free.</summary>
/// <remarks>How many messages a sender still has to come is guessed from earlier rounds; while nothing is known this is
/// the uniform choice among messages. Source: Zhao, Wolff, Mathur and Roychoudhury, "Selectively uniform concurrency
/// testing", ASPLOS 2025.</remarks>
public sealed class SurwStrategy : ILearner
{
    private readonly StrategySettings _settings;
    private readonly MailboxCounts _counts;

    public SurwStrategy(StrategySettings? settings = null)
        : this(settings ?? StrategySettings.Default, MailboxCounts.None)
    {
    }

    private SurwStrategy(StrategySettings settings, MailboxCounts counts) => (_settings, _counts) = (settings, counts);

    public string Name => "surw";

    public ISchedule Begin(ulong seed, long index) =>
        new SurwSchedule(SplitMix64.Mix(seed, unchecked((ulong)index)), _counts, _settings);

    ILearner ILearner.Learn(RoundNotes round) =>
        new SurwStrategy(_settings, _counts.With(round.Runs));

    void ILearner.Save(TraceWriter writer) => _counts.Save(writer);

    ILearner ILearner.Load(TraceReader reader) => new SurwStrategy(_settings, MailboxCounts.Load(reader));
}
