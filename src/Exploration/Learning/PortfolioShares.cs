using System.Numerics;

namespace PhyrActors.Exploration;

/// <summary>How a portfolio shares schedules out among its members, beside the enumeration.</summary>
/// <remarks>Half of a share is fixed: new classes are not yet bugs. The other half follows new classes per delivery
/// with a bonus for members seldom tried (UCB: Auer, Cesa-Bianchi and Fischer, 2002). Only operations that give the
/// same on every machine are used.</remarks>
internal sealed class PortfolioShares
{
    private const int Whole = 1000;
    private const int Floor = 50;

    // POS, PCTCP, random, SURW, feedback.
    private static readonly IReadOnlyList<int> s_base = [350, 250, 100, 100, 200];

    public static readonly PortfolioShares Initial = new([.. s_base.Select(static _ => default(Record))]);

    private readonly IReadOnlyList<Record> _records;
    private readonly IReadOnlyList<int> _shares;

    private PortfolioShares(IReadOnlyList<Record> records) => (_records, _shares) = (records, SharesFor(records));

    /// <param name="drawn">A uniform number.</param>
    /// <returns>The member's place, from 0.</returns>
    public int MemberAt(ulong drawn)
    {
        int left = (int)Math.BigMul(drawn, Whole, out _);
        int member = 0;
        while (member < _shares.Count - 1 && left >= _shares[member])
        {
            left -= _shares[member++];
        }

        return member;
    }

    /// <param name="runs">The round's runs by member; the first is the enumeration.</param>
    public PortfolioShares After(IReadOnlyList<IReadOnlyList<RunNote>> runs)
    {
        Record[] records = [.. _records];
        for (int member = 0; member < records.Length; member++)
        {
            foreach (RunNote run in runs[member + 1])
            {
                Record old = records[member];
                records[member] = new Record(
                    old.Schedules + 1, old.Deliveries + run.Deliveries, old.NewClasses + (run.IsNew ? 1 : 0));
            }
        }

        return new PortfolioShares(records);
    }

    public void Save(TraceWriter writer)
    {
        foreach (Record record in _records)
        {
            writer.Number((ulong)record.Schedules);
            writer.Number((ulong)record.Deliveries);
            writer.Number((ulong)record.NewClasses);
        }
    }

    public static PortfolioShares Load(TraceReader reader)
    {
        Record[] records = new Record[s_base.Count];
        for (int member = 0; member < records.Length; member++)
        {
            records[member] = new Record(reader.Long(), reader.Long(), reader.Long());
        }

        return new PortfolioShares(records);
    }

    private static IReadOnlyList<int> SharesFor(IReadOnlyList<Record> records)
    {
        double[] scores = ScoresOf(records);
        double sum = scores.Sum();
        int free = Whole - (Floor * s_base.Count);
        return
        [
            .. s_base.Select((share, member) =>
            {
                double learned = sum > 0 ? scores[member] / sum : (double)share / Whole;
                return Floor + (int)(free * ((((double)share / Whole) + learned) / 2));
            }),
        ];
    }

    private static double[] ScoresOf(IReadOnlyList<Record> records)
    {
        double best = records.Max(static record => record.Rate);
        long schedules = records.Sum(static record => record.Schedules);
        return
        [
            .. records.Select(record => best > 0
                ? (record.Rate / best)
                    + Math.Sqrt(2.0 * BitOperations.Log2((ulong)schedules + 1) / (record.Schedules + 1))
                : 0),
        ];
    }

    private readonly record struct Record(long Schedules, long Deliveries, long NewClasses)
    {
        public double Rate => Deliveries == 0 ? 0 : (double)NewClasses / Deliveries;
    }
}
