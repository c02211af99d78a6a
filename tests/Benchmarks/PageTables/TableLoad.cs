namespace PhyrActors.Benchmarks;

/// <summary>One table, its pool, and the CPU time spent on putting things back between the measured calls.</summary>
internal sealed class TableLoad
{
    private readonly IoPageTable _table = new(new Pfn(1UL << 30), IoPageSizes.UpTo1GiB);
    private readonly TableFramePool _pool = new();
    private readonly IoGather _gather = new();

    public TableLoad(int frames)
    {
        for (int frame = 1; frame <= frames; frame++)
        {
            _pool.Add(new Pfn((ulong)frame));
        }
    }

    public TimeSpan Uncounted { get; private set; }

    public IoPageTable Table => _table;

    public void Map(ulong iova, ulong phys, ulong lengthBytes) => Check(_table.Map(
        new Iova(iova), new PhysAddr(phys), lengthBytes, IoProt.Read | IoProt.Write, _pool, _gather));

    public void Map(ulong iova, RangeCpu range) => Check(_table.Map(
        new Iova(iova), range, 0, range.ChunkCount, IoProt.Read | IoProt.Write, _pool, _gather, out _));

    /// <summary>Unmaps and gives the table pages back to the pool.</summary>
    public void Unmap(ulong iova, ulong lengthBytes)
    {
        if (_table.Unmap(new Iova(iova), lengthBytes, _pool, _gather) != lengthBytes)
        {
            throw new InvalidOperationException("not everything was mapped");
        }

        Recycle();
    }

    public void WithoutCounting(Action work)
    {
        TimeSpan start = Environment.CpuUsage.TotalTime;
        work();
        Uncounted += Environment.CpuUsage.TotalTime - start;
    }

    private void Recycle()
    {
        foreach (FreedTable table in _gather.FreedTables)
        {
            _pool.Add(table.Frame);
        }

        _gather.Clear();
    }

    private static void Check(Errno errno)
    {
        if (errno != Errno.None)
        {
            throw new InvalidOperationException($"map refused: {errno}");
        }
    }
}
