using Dapper;
using Microsoft.Data.Sqlite;

namespace PhyrActors.Host;

/// <summary>The tables of a soak store, and how to tell one from any other file.</summary>
internal static class SoakSchema
{
    /// <summary>Changes with every change of a table.</summary>
    public const int Version = 2;

    // "Phyr", as SQLite's file header holds it.
    private const int ApplicationId = 0x50687972;

    private const string Tables = """
        CREATE TABLE soak (scenario TEXT, scenario_text TEXT, mutations TEXT, version TEXT, mode TEXT,
            budget_wall REAL, budget_virtual REAL, budget_seeds INTEGER);
        CREATE TABLE sessions (id INTEGER PRIMARY KEY, started_at INTEGER, workers INTEGER, "end" TEXT);
        CREATE TABLE totals (name TEXT PRIMARY KEY, value REAL) WITHOUT ROWID;
        CREATE TABLE seeds (first INTEGER PRIMARY KEY, last INTEGER);
        CREATE TABLE windows (name TEXT PRIMARY KEY, runs INTEGER, times INTEGER) WITHOUT ROWID;
        CREATE TABLE sites (name TEXT PRIMARY KEY, asked INTEGER, taken INTEGER) WITHOUT ROWID;
        CREATE TABLE classes (sample BLOB);
        CREATE TABLE findings (id INTEGER PRIMARY KEY, seed INTEGER, invariant TEXT, wall REAL, text TEXT,
            step INTEGER, actor TEXT, message TEXT, missing TEXT, trace TEXT, remark TEXT, UNIQUE (seed, invariant));
        CREATE TABLE metrics (id INTEGER PRIMARY KEY, session INTEGER, wall REAL, cpu REAL, runs INTEGER,
            deliveries INTEGER, events INTEGER, checks INTEGER, virtual REAL, faults INTEGER, findings INTEGER,
            pinned INTEGER, windows INTEGER, exposed INTEGER, classes INTEGER, unseen REAL, rss INTEGER, heap INTEGER,
            bytes REAL, chunks REAL, scatterlist REAL, biovec REAL, phyr REAL, packed REAL, compressed REAL);
        """;

    public static void Create(SqliteConnection connection)
    {
        connection.Execute(Tables);
        connection.Execute($"PRAGMA application_id = {ApplicationId}; PRAGMA user_version = {Version}");
    }

    /// <summary>Says why the file is no store that can be read; null when it is one.</summary>
    public static string? Complaint(SqliteConnection connection)
    {
        if (connection.ExecuteScalar<int>("PRAGMA application_id") != ApplicationId)
        {
            return "is not a soak store";
        }

        int version = connection.ExecuteScalar<int>("PRAGMA user_version");
        return version == Version ? null : $"is a soak store of version {version}, this reads version {Version}";
    }
}
