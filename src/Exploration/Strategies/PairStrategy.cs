namespace PhyrActors.Exploration;

/// <summary>Another strategy decides only over two classes of messages and what they cause; all else comes in the order
/// in which it was sent, with plain choices.</summary>
public sealed class PairStrategy(IStrategy inner, string first, string second) : ILearner
{
    public string Name => $"{inner.Name}({first},{second})";

    public long RoundSchedulesMax => inner.RoundSchedulesMax;

    public string NameOf(ulong seed, long index) => inner.NameOf(seed, index);

    public ISchedule Begin(ulong seed, long index) => new PairSchedule(inner.Begin(seed, index), first, second);

    ILearner ILearner.Learn(RoundNotes round) =>
        inner is ILearner learner ? new PairStrategy(learner.Learn(round), first, second) : this;

    void ILearner.Save(TraceWriter writer) => (inner as ILearner)?.Save(writer);

    ILearner ILearner.Load(TraceReader reader) =>
        inner is ILearner learner ? new PairStrategy(learner.Load(reader), first, second) : this;
}
