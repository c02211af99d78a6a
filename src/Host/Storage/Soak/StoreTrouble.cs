using Microsoft.Data.Sqlite;

namespace PhyrActors.Host;

/// <summary>What SQLite complains of, in words for the user.</summary>
internal static class StoreTrouble
{
    // SQLite's primary result codes.
    private const int Busy = 5;
    private const int ReadOnly = 8;
    private const int DiskError = 10;
    private const int Full = 13;
    private const int CannotOpen = 14;
    private const int NotADatabase = 26;

    public static string Words(SqliteException cause) => cause.SqliteErrorCode switch
    {
        Busy => "another process writes to this soak store",
        ReadOnly => "the soak store is read-only",
        Full => "the disk is full",
        DiskError => "the disk is full, or fails",
        CannotOpen => "the soak store cannot be written there",
        NotADatabase => "is not a soak store",
        _ => $"the soak store cannot be used: {cause.Message}",
    };
}
