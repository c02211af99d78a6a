namespace PhyrActors.Model.Tests;

/// <summary>A table with a pool that never runs dry unless told, and a record of what came back.</summary>
internal sealed class TableBench
{
    public const IoProt ReadWrite = IoProt.Read | IoProt.Write;

    public TableBench(IoPageSizes sizes, int frames = 4096, IoTableFormat? format = null)
    {
        Table = new IoPageTable(new Pfn(1_000_000), sizes, format);
        for (int i = frames; i > 0; i--)
        {
            Pool.Add(new Pfn((ulong)i));
        }
    }

    public IoPageTable Table { get; }

    public TableFramePool Pool { get; } = new();

    public IoGather Gather { get; } = new();

    public IReadOnlyList<FreedTable> Freed => Gather.FreedTables;

    public Errno Map(ulong iova, ulong phys, ulong lengthBytes, IoProt prot = ReadWrite) =>
        Table.Map(new Iova(iova), new PhysAddr(phys), lengthBytes, prot, Pool, Gather);

    public Errno Map(ulong iova, RangeCpu range) =>
        Table.Map(new Iova(iova), range, 0, range.ChunkCount, ReadWrite, Pool, Gather, out _);

    public ulong Unmap(ulong iova, ulong lengthBytes) => Table.Unmap(new Iova(iova), lengthBytes, Pool, Gather);

    public IoTranslation? Translate(ulong iova) =>
        Table.TryTranslate(new Iova(iova), out IoTranslation translation) ? translation : null;
}
