using Dapper;
using Microsoft.Data.Sqlite;

namespace PhyrActors.Host;

/// <summary>The one file in which a soak keeps what it did: an SQLite database, every change of it whole or not at
/// all.</summary>
/// <remarks>Used by one thread at a time. What it throws when it cannot write is for its owner to survive.</remarks>
internal sealed class SoakStore : IDisposable
{
    private readonly SqliteConnection _connection;

    static SoakStore() => SQLitePCL.Batteries_V2.Init();

    private SoakStore(SqliteConnection connection) => _connection = connection;

    public string Path => _connection.DataSource;

    /// <summary>Makes the store of a soak that begins.</summary>
    /// <exception cref="InputException">There is one, or none can be written there.</exception>
    public static SoakStore Create(string path, SoakHeader header, SoakBudget budget)
    {
        WholeFile.CheckPlace("--store", path);
        if (File.Exists(path))
        {
            throw new InputException(
                $"{path}: is there already; --resume goes on with its soak, --store names another place");
        }

        return Guarded(path, () =>
        {
            SoakStore store = new(Connect(path, SqliteOpenMode.ReadWriteCreate));
            try
            {
                using SqliteTransaction whole = store._connection.BeginTransaction();
                SoakSchema.Create(store._connection);
                store._connection.Execute(
                    "INSERT INTO soak VALUES (@Scenario, @ScenarioText, @Mutations, @Version, @mode, NULL, NULL, NULL)",
                    new
                    {
                        header.Scenario,
                        header.ScenarioText,
                        header.Mutations,
                        header.Version,
                        mode = $"{header.Mode}",
                    });
                store.SetBudget(budget);
                whole.Commit();
                return store;
            }
            catch
            {
                store.Dispose();
                throw;
            }
        });
    }

    /// <exception cref="InputException">There is no such file, it is no store, one of another version, or cannot be
    /// written.</exception>
    public static SoakStore Open(string path, bool toWrite)
    {
        if (Directory.Exists(path))
        {
            throw new InputException($"{path}: is a directory, not a soak store");
        }

        if (!File.Exists(path))
        {
            throw new InputException($"{path}: no such file");
        }

        return Guarded(path, () =>
        {
            SoakStore store = new(Connect(path, toWrite ? SqliteOpenMode.ReadWrite : SqliteOpenMode.ReadOnly));
            if (SoakSchema.Complaint(store._connection) is { } complaint)
            {
                store.Dispose();
                throw new InputException($"{path}: {complaint}");
            }

            return store;
        });
    }

    /// <summary>Lets the file grow to so many pages of 4 KiB at most, as a full disk would.</summary>
    public void LimitPages(long pages) => _connection.Execute($"PRAGMA max_page_count = {pages}");

    /// <exception cref="InputException">It cannot be written.</exception>
    public void SetBudget(SoakBudget budget) => Guarded(Path, () =>
    {
        _connection.Execute(
            "UPDATE soak SET budget_wall = @WallSeconds, budget_virtual = @VirtualSeconds, budget_seeds = @Seeds",
            budget);
        return this;
    });

    /// <returns>The session's number.</returns>
    public long BeginSession(int workers) => _connection.ExecuteScalar<long>(
        "INSERT INTO sessions (started_at, workers, \"end\") VALUES (@now, @workers, ''); SELECT last_insert_rowid()",
        new { now = DateTimeOffset.UtcNow.ToUnixTimeSeconds(), workers });

    public void EndSession(long session, string end) => _connection.Execute(
        "UPDATE sessions SET \"end\" = @end WHERE id = @session", new { session, end });

    /// <summary>Writes how the soak stands, in the place of what stood there, and one more row of its course.</summary>
    public void Write(long session, SoakSnapshot now)
    {
        using SqliteTransaction whole = _connection.BeginTransaction();
        SoakTotals totals = now.Totals;
        _connection.Execute(
            "INSERT OR REPLACE INTO totals VALUES (@name, @value)",
            SoakTotalNames.ToRows(totals).Select(static row => new { name = row.Name, value = row.Value }));
        _connection.Execute("DELETE FROM seeds");
        _connection.Execute(
            "INSERT INTO seeds VALUES (@first, @last)",
            now.SeedsDone.Select(static run =>
                unchecked(new { first = (long)run.First, last = (long)run.Last })));
        _connection.Execute(
            "INSERT OR REPLACE INTO windows VALUES (@Name, @Schedules, @Times)", now.Windows);
        _connection.Execute("INSERT OR REPLACE INTO sites VALUES (@Site, @Asked, @Taken)", now.Sites);
        _connection.Execute("DELETE FROM classes");
        _connection.Execute("INSERT INTO classes VALUES (@Classes)", new { now.Classes });
        _connection.Execute(
            """
            INSERT INTO metrics VALUES (NULL, @session, @WallSeconds, @CpuSeconds, @Runs, @Deliveries, @Events, @Checks,
                @VirtualSeconds, @Faults, @Findings, @pinned, @LiveWindows, @ExposedPages, @DistinctClasses,
                @UnseenShare, @RssBytes, @HeapBytes, @PinnedByteSeconds, @ChunkSeconds, @Scatterlist, @BioVec, @Phyr,
                @Packed, @Compressed)
            """,
            new
            {
                session,
                totals.WallSeconds,
                totals.CpuSeconds,
                totals.Runs,
                totals.Deliveries,
                totals.Events,
                totals.Checks,
                totals.VirtualSeconds,
                totals.Faults,
                totals.Findings,
                pinned = (long)now.PinnedBytes,
                now.LiveWindows,
                now.ExposedPages,
                now.DistinctClasses,
                now.UnseenShare,
                now.RssBytes,
                now.HeapBytes,
                totals.Held.PinnedByteSeconds,
                totals.Held.ChunkSeconds,
                totals.Held.FormatByteSeconds.Scatterlist,
                totals.Held.FormatByteSeconds.BioVec,
                totals.Held.FormatByteSeconds.Phyr,
                totals.Held.FormatByteSeconds.Packed,
                totals.Held.FormatByteSeconds.Compressed,
            });
        whole.Commit();
    }

    /// <summary>Adds a finding, or what has become known of one.</summary>
    public void Write(SoakFinding found) => _connection.Execute(
        """
        INSERT INTO findings VALUES
            (NULL, @seed, @Invariant, @WallSeconds, @Text, @Step, @Actor, @Message, @MissingEdge, @TraceFile, @Remark)
        ON CONFLICT (seed, invariant) DO UPDATE SET trace = excluded.trace, remark = excluded.remark
        """,
        new
        {
            seed = unchecked((long)found.Seed),
            found.Finding.Invariant,
            found.WallSeconds,
            found.Finding.Text,
            found.Finding.Step,
            found.Finding.Actor,
            found.Finding.Message,
            found.Finding.MissingEdge,
            found.TraceFile,
            found.Remark,
        });

    public SoakReader Read() => new(_connection);

    public void Dispose() => _connection.Dispose();

    private static SqliteConnection Connect(string path, SqliteOpenMode mode)
    {
        SqliteConnection connection = new(new SqliteConnectionStringBuilder
        {
            DataSource = path,
            Mode = mode,
            Pooling = false,
            DefaultTimeout = 5,
        }.ToString());
        try
        {
            connection.Open();
            if (mode != SqliteOpenMode.ReadOnly)
            {
                // Readers do not wait for the soak, nor it for them; a commit is on the disk when it returns.
                connection.Execute("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL");
            }

            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    private static SoakStore Guarded(string path, Func<SoakStore> open)
    {
        try
        {
            return open();
        }
        catch (SqliteException cause)
        {
            throw new InputException($"{path}: {StoreTrouble.Words(cause)}", cause);
        }
    }
}
