namespace PhyrActors.Model;

/// <summary>A list whose bytes the CPU reads and writes itself, such as to copy or to checksum them.</summary>
public sealed class CpuAccess
{
    private readonly IRangeStorage<CpuRange> _storage;

    /// <exception cref="ArgumentException">A range is lent: its addresses are for devices only.</exception>
    public CpuAccess(IRangeStorage<CpuRange> storage)
    {
        _storage = storage;
        foreach (CpuRange range in new RangeCursor<CpuRange>(storage))
        {
            Refusals.ThrowIf(range.IsLent ? $"{range}: the CPU may not touch it." : null);
        }
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
}
