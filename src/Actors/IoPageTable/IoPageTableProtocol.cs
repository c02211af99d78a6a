namespace PhyrActors.Actors;

/// <summary>Messages of <see cref="IoPageTable"/>.</summary>
public static class IoPageTableProtocol
{
    /// <summary>Maps chunks <c>[FirstChunk, FirstChunk + Chunks)</c> of a range, one after the other, in whole pages of
    /// 4 KiB; answered by <see cref="EntriesWritten"/>.</summary>
    public sealed record WriteEntries(
        Iova State, Iova Start, RangeCpu Range, int FirstChunk, int Chunks, long Keeper, IoProt Prot);

    /// <param name="State">Whose part.</param>
    /// <param name="Chunks">Chunks mapped.</param>
    /// <param name="LengthBytes">Bytes of the range mapped.</param>
    /// <param name="Freed">Empty tables that large leaves replaced: for <see cref="ReleaseTables"/>, later.</param>
    /// <param name="Errno">EADDRINUSE or ENOMEM: nothing of the request is mapped.</param>
    public sealed record EntriesWritten(
        Iova State, int Chunks, ulong LengthBytes, ReadOnlyMemory<FreedTable> Freed, Errno Errno);

    /// <summary>Clears the entries around a part of the space; answered by <see cref="EntriesCleared"/>, which says
    /// what the CPU that cleared them sees: they may still be in its store buffer.</summary>
    public sealed record ClearEntries(Iova State, Iova Start, ulong LengthBytes, int Cpu = 0);

    /// <param name="State">Whose part.</param>
    /// <param name="LengthBytes">How much was unmapped, in whole pages; may differ from what was asked for.</param>
    /// <param name="Freed">Table pages unlinked: to be given to <see cref="ReleaseTables"/> after the
    /// invalidation.</param>
    public sealed record EntriesCleared(Iova State, ulong LengthBytes, ReadOnlyMemory<FreedTable> Freed);

    /// <summary>smp_mb on a CPU with a store buffer; answered by <see cref="BarrierPassed"/> once all that the CPU has
    /// cleared before is in memory.</summary>
    public sealed record MemoryBarrier(Iova State, int Cpu);

    public sealed record BarrierPassed(Iova State);

    /// <summary>Nothing can reach these table pages any more.</summary>
    public sealed record ReleaseTables(ReadOnlyMemory<FreedTable> Tables);

    /// <summary>A hardware walker's read of one entry; answered by <see cref="EntryRead"/>.</summary>
    public sealed record ReadEntry(int Walk, Pfn Table, int Level, int Index);

    public sealed record EntryRead(int Walk, IoEntry Entry);
}
