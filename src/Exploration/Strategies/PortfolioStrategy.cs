namespace PhyrActors.Exploration;

/// <summary>The default: gives each schedule to one of several strategies, and gives more of them to those that showed
/// more new classes for their deliveries.</summary>
/// <remarks>Shares change between rounds only. The enumeration of few delays comes first within each round.</remarks>
public sealed class PortfolioStrategy : ILearner
{
    private const ulong Salt = 0x706F7274;

    // In a round below this index the enumeration gets half of it, later a twentieth.
    private const long EarlySchedules = 4096;

    private readonly IReadOnlyList<IStrategy> _members;
    private readonly PortfolioShares _shares;
    private readonly long _first;
    private readonly long _enumerated;

    public PortfolioStrategy(StrategySettings? settings = null)
        : this(MembersFor(settings ?? StrategySettings.Default), PortfolioShares.Initial, 0)
    {
    }

    private PortfolioStrategy(IReadOnlyList<IStrategy> members, PortfolioShares shares, long first)
    {
        (_members, _shares, _first) = (members, shares, first);
        long round = Rounds.End(first) - first;
        long most = first < EarlySchedules ? Math.Max(1, round / 2) : round / 20;
        _enumerated = Math.Min(most, members[0].RoundSchedulesMax);
    }

    public string Name => "portfolio";

    public string NameOf(ulong seed, long index) => $"{Name}/{_members[MemberOf(seed, index)].NameOf(seed, index)}";

    public ISchedule Begin(ulong seed, long index) => _members[MemberOf(seed, index)].Begin(seed, index);

    ILearner ILearner.Learn(RoundNotes round)
    {
        List<RunNote>[] runs = [.. _members.Select(static _ => new List<RunNote>())];
        foreach (RunNote run in round.Runs)
        {
            runs[MemberOf(round.Seed, run.Index)].Add(run);
        }

        IStrategy[] members =
        [
            .. _members.Select((member, i) => member is ILearner learner
                ? learner.Learn(round with { Runs = runs[i] })
                : member),
        ];
        return new PortfolioStrategy(members, _shares.After(runs), round.Next);
    }

    void ILearner.Save(TraceWriter writer)
    {
        writer.Number((ulong)_first);
        _shares.Save(writer);
        foreach (IStrategy member in _members)
        {
            (member as ILearner)?.Save(writer);
        }
    }

    ILearner ILearner.Load(TraceReader reader)
    {
        long first = reader.Long();
        PortfolioShares shares = PortfolioShares.Load(reader);
        IStrategy[] members =
            [.. _members.Select(member => member is ILearner learner ? learner.Load(reader) : member)];
        return new PortfolioStrategy(members, shares, first);
    }

    private static IReadOnlyList<IStrategy> MembersFor(StrategySettings settings) =>
    [
        new DfsStrategy(),
        new SwarmStrategy(new PosStrategy(settings)),
        new SwarmStrategy(new PctcpStrategy(settings: settings)),
        new SwarmStrategy(new RandomStrategy(settings)),
        new SwarmStrategy(new SurwStrategy(settings)),
        new FeedbackStrategy(new SwarmStrategy(new PosStrategy(settings))),
    ];

    private int MemberOf(ulong seed, long index) => index - _first < _enumerated
        ? 0
        : 1 + _shares.MemberAt(SplitMix64.Mix(SplitMix64.Mix(seed, Salt), unchecked((ulong)index)));
}
