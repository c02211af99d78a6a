namespace PhyrActors.Actors;

/// <summary>Chunks of one pin that lie one behind the other in memory.</summary>
/// <param name="Pin">The pin.</param>
/// <param name="Range">Its list.</param>
/// <param name="FirstChunk">The first chunk.</param>
/// <param name="Chunks">How many.</param>
/// <param name="Iova">Where the first is mapped.</param>
/// <param name="LengthBytes">How long they are.</param>
internal sealed record ContiguousRun(
    long Pin, RangeCpu Range, int FirstChunk, int Chunks, Iova Iova, ulong LengthBytes)
{
    public ulong Pages => LengthBytes >> Pfn.FrameSizeLog2;

    public int EndChunk => FirstChunk + Chunks;

    /// <summary>The longest run of a list from a chunk on.</summary>
    /// <param name="pin">The pin.</param>
    /// <param name="range">Its list.</param>
    /// <param name="firstChunk">Where the run begins.</param>
    /// <param name="iova">Where it is mapped.</param>
    /// <param name="isApart">What never shares a run with what is not; null: there is none.</param>
    public static ContiguousRun Find(
        long pin, RangeCpu range, int firstChunk, Iova iova, Func<Phyr, bool>? isApart = null)
    {
        Phyr chunk = range[firstChunk];
        bool? apart = isApart?.Invoke(chunk);
        ulong lengthBytes = chunk.LengthBytes;
        int chunks = 1;
        while (firstChunk + chunks < range.ChunkCount)
        {
            Phyr next = range[firstChunk + chunks];
            if (chunk.Start + lengthBytes != next.Start || isApart?.Invoke(next) != apart)
            {
                break;
            }

            lengthBytes += next.LengthBytes;
            chunks++;
        }

        return new ContiguousRun(pin, range, firstChunk, chunks, iova, lengthBytes);
    }
}
