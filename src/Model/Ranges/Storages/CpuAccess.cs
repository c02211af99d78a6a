namespace PhyrActors.Model;

/// <summary>A list whose bytes the CPU reads and writes itself, such as to copy or to checksum them.</summary>
public sealed class CpuAccess
{
    private readonly IRangeStorage<CpuRange> _storage;

    /// <exception cref="ArgumentException">A range is lent: its addresses are for devices only.</exception>
    public CpuAccess(IRangeStorage<CpuRange> storage)
    {
        ArgumentNullException.ThrowIfNull(storage);
        _storage = storage;
        LentSearch search = default;
        Refusals.ThrowIf(storage.Walk(ref search) ? null : $"{search.Found}: the CPU may not touch it.");
    }

    /// <summary>What lies from an offset on, as far as it is in one piece.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The offset is not below the list's length.</exception>
    public Phyr At(ulong offsetBytes)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(offsetBytes, _storage.LengthBytes);
        RangeCursor<CpuRange> cursor = new(_storage);
        cursor.Seek(offsetBytes);
        cursor.MoveNext();
        return cursor.Current.Phyr;
    }

    private struct LentSearch : IRangeVisitor<CpuRange>
    {
        public CpuRange Found { get; private set; }

        public bool Visit(CpuRange range)
        {
            Found = range;
            return !range.IsLent;
        }
    }
}
