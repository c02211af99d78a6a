using Dapper;
using Microsoft.Data.Sqlite;
using PhyrActors.Exploration;
using PhyrActors.Scenarios;

namespace PhyrActors.Host;

/// <summary>Reads what a soak store holds.</summary>
internal sealed class SoakReader(SqliteConnection connection)
{
    public SoakHeader Header()
    {
        HeaderRow row = connection.QuerySingle<HeaderRow>(
            "SELECT scenario, scenario_text AS text, mutations, version, mode FROM soak");
        return new SoakHeader(row.Scenario, row.Text, row.Mutations, row.Version, Enum.Parse<SoakMode>(row.Mode));
    }

    public SoakBudget Budget() => connection.QuerySingle<SoakBudget>(
        "SELECT budget_wall AS WallSeconds, budget_virtual AS VirtualSeconds, budget_seeds AS Seeds FROM soak");

    public SoakTotals Totals() => SoakTotalNames.FromRows(connection
        .Query<(string Name, double Value)>("SELECT name, value FROM totals")
        .ToDictionary(static row => row.Name, static row => row.Value, StringComparer.Ordinal));

    public IReadOnlyList<(ulong First, ulong Last)> SeedsDone() =>
    [
        .. connection.Query<(long First, long Last)>("SELECT first, last FROM seeds ORDER BY first")
            .Select(static run => unchecked(((ulong)run.First, (ulong)run.Last))),
    ];

    public IReadOnlyList<WindowCount> Windows() =>
    [
        .. connection.Query<(string Name, long Runs, long Times)>("SELECT name, runs, times FROM windows ORDER BY name")
            .Select(static row => new WindowCount(row.Name, row.Runs, row.Times)),
    ];

    public IReadOnlyList<SiteCount> Sites() =>
    [
        .. connection.Query<(string Name, long Asked, long Taken)>("SELECT name, asked, taken FROM sites ORDER BY name")
            .Select(static row => new SiteCount(row.Name, row.Asked, row.Taken)),
    ];

    public IReadOnlyList<SoakSession> Sessions() =>
    [
        .. connection.Query<(long Id, long StartedAt, double? Wall, int Workers, string End)>(
            """
            SELECT id, started_at, (SELECT max(wall) - min(wall) FROM metrics WHERE session = sessions.id), workers,
                "end"
            FROM sessions ORDER BY id
            """)
            .Select(static row => new SoakSession(
                row.Id, DateTimeOffset.FromUnixTimeSeconds(row.StartedAt), row.Wall ?? 0, row.Workers, row.End)),
    ];

    /// <summary>In the order in which they were found.</summary>
    public IReadOnlyList<SoakFinding> Findings() =>
    [
        .. connection.Query<FindingRow>("SELECT * FROM findings ORDER BY id").Select(static row => row.ToFinding()),
    ];

    public IReadOnlyList<SoakMetric> Metrics() =>
    [
        .. connection.Query<MetricRow>("SELECT * FROM metrics ORDER BY id").Select(static row => row.ToMetric()),
    ];

    /// <summary>How the soak stood when that was last written down; null when it never was.</summary>
    public SoakSnapshot? Latest()
    {
        byte[]? classes = connection.QuerySingleOrDefault<byte[]>("SELECT sample FROM classes");
        SoakMetric? last = connection
            .QuerySingleOrDefault<MetricRow>("SELECT * FROM metrics ORDER BY id DESC LIMIT 1")?.ToMetric();
        return classes is null || last is null
            ? null
            : new SoakSnapshot(
                Totals(),
                last.PinnedBytes,
                last.LiveWindows,
                last.ExposedPages,
                last.DistinctClasses,
                last.UnseenShare,
                Windows(),
                Sites(),
                SeedsDone(),
                classes,
                last.RssBytes,
                last.HeapBytes);
    }

    private sealed record HeaderRow(string Scenario, string Text, string Mutations, string Version, string Mode);

    private sealed record FindingRow(
        long Id,
        long Seed,
        string Invariant,
        double Wall,
        string Text,
        long Step,
        string Actor,
        string Message,
        string? Missing,
        string? Trace,
        string Remark)
    {
        public SoakFinding ToFinding() => new(
            unchecked((ulong)Seed),
            Wall,
            new Finding(Invariant, Text, Step, Actor, Message, Missing),
            Trace,
            Remark);
    }

    private sealed record MetricRow(
        long Id,
        long Session,
        double Wall,
        double Cpu,
        long Runs,
        long Deliveries,
        long Events,
        long Checks,
        double Virtual,
        long Faults,
        long Findings,
        long Pinned,
        long Windows,
        long Exposed,
        long Classes,
        double Unseen,
        long Rss,
        long Heap,
        double Bytes,
        double Chunks,
        double Scatterlist,
        double BioVec,
        double Phyr,
        double Packed,
        double Compressed)
    {
        public SoakMetric ToMetric() => new(
            Session,
            Wall,
            new SoakTotals
            {
                Runs = Runs,
                Deliveries = Deliveries,
                Events = Events,
                Checks = Checks,
                VirtualSeconds = Virtual,
                WallSeconds = Wall,
                CpuSeconds = Cpu,
                Faults = Faults,
                Findings = Findings,
                Held = new HeldSummary(
                    Bytes, Chunks, new FormatBytes(Scatterlist, BioVec, Phyr, Packed, Compressed)),
            },
            (ulong)Pinned,
            Windows,
            Exposed,
            Classes,
            Unseen,
            Rss,
            Heap);
    }
}
