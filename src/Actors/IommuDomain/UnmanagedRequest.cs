namespace PhyrActors.Actors;

/// <summary>A request on a part of a space that its user lays out.</summary>
internal sealed class UnmanagedRequest(Iova start, ulong lengthBytes)
{
    public Iova Start { get; } = start;

    public ulong LengthBytes { get; } = lengthBytes;

    /// <summary>Of a map: what is to be mapped; null for an unmap.</summary>
    public UnmanagedProtocol.Map? Map { get; init; }

    /// <summary>Called when nothing is left to write or to clear.</summary>
    public required Action<Errno> Done { get; init; }

    public int ChunksDone { get; set; }

    /// <summary>Bytes mapped, or gone.</summary>
    public ulong BytesDone { get; set; }

    /// <summary>Of a map that failed: what it had written is cleared and could not be invalidated.</summary>
    public bool MayBeCached { get; set; }

    /// <summary>Tables that large leaves replaced.</summary>
    public List<FreedTable> Freed { get; } = [];
}
