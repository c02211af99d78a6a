namespace PhyrActors.Actors;

/// <summary>What lists are linked where in a window: how far a batch of chunks reaches.</summary>
internal sealed class LinkedPieces
{
    private readonly List<(ulong Offset, RangeCpu Range)> _pieces = [];

    public void Add(ulong offset, RangeCpu range) => _pieces.Add((offset, range));

    /// <summary>Chunks from an offset on that begin before the end, counted up to a limit; at least 1.</summary>
    public int CountChunks(ulong offset, ulong end, int chunksMax)
    {
        int chunks = 0;
        while (chunks < chunksMax && offset < end)
        {
            offset += ChunkRest(offset, end);
            chunks++;
        }

        return Math.Max(chunks, 1);
    }

    /// <summary>Bytes from an offset to the end of so many chunks, or to the end given.</summary>
    public ulong BytesOf(int chunks, ulong offset, ulong end)
    {
        ulong from = offset;
        for (int chunk = 0; chunk < chunks && offset < end; chunk++)
        {
            offset += ChunkRest(offset, end);
        }

        return offset - from;
    }

    /// <summary>Bytes from an offset to the end of its chunk; where no list is known, to the end.</summary>
    private ulong ChunkRest(ulong offset, ulong end)
    {
        for (int i = _pieces.Count - 1; i >= 0; i--)
        {
            (ulong start, RangeCpu range) = _pieces[i];
            if (start <= offset && offset - start < range.LengthBytes)
            {
                int chunk = range.ChunkAt(offset - start, out ulong inChunk);
                return Math.Min(range[chunk].LengthBytes - inChunk, end - offset);
            }
        }

        return end - offset;
    }
}
