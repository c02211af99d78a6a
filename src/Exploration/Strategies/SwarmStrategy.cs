namespace PhyrActors.Exploration;

/// <summary>Another strategy's orders, with faults by swarm: in each run a random set of the sites of choices may be
/// other than plain, each with a chance of its own.</summary>
/// <remarks>Source: Groce, Zhang, Eide, Chen and Regehr, "Swarm testing", ISSTA 2012.</remarks>
public sealed class SwarmStrategy(IStrategy inner) : ILearner
{
    public string Name => inner.Name;

    public long RoundSchedulesMax => inner.RoundSchedulesMax;

    public string NameOf(ulong seed, long index) => inner.NameOf(seed, index);

    public ISchedule Begin(ulong seed, long index) =>
        new SwarmSchedule(SplitMix64.Mix(seed, unchecked((ulong)index)), inner.Begin(seed, index));

    ILearner ILearner.Learn(RoundNotes round) =>
        inner is ILearner learner ? new SwarmStrategy(learner.Learn(round)) : this;

    void ILearner.Save(TraceWriter writer) => (inner as ILearner)?.Save(writer);

    ILearner ILearner.Load(TraceReader reader) =>
        inner is ILearner learner ? new SwarmStrategy(learner.Load(reader)) : this;
}
