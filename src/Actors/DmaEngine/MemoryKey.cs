namespace PhyrActors.Actors;

/// <summary>A range that a device may use, and what it does there.</summary>
internal sealed class MemoryKey
{
    // Of a range in pieces: where each ends, from the range's start; exclusive.
    private readonly ulong[] _ends = [];

    public MemoryKey(DmaEngineProtocol.ProgramKey range)
    {
        Range = range;
        Present = range.OnDemand ? new PresentPages(range.LengthBytes) : null;
        if (range.Pieces is { } pieces)
        {
            _ends = new ulong[pieces.Count];
            ulong end = 0;
            for (int i = 0; i < _ends.Length; i++)
            {
                _ends[i] = end += pieces[i].LengthBytes;
            }
        }
    }

    public DmaEngineProtocol.ProgramKey Range { get; }

    /// <summary>Of a key on demand: the pages that the device may use.</summary>
    public PresentPages? Present { get; }

    /// <summary>Reads, and operations that go piece by piece.</summary>
    public int ReadsInFlight { get; set; }

    public IActorRef? DestroyAskedBy { get; set; }

    /// <summary>The address of a byte of the range, and how far its piece reaches from there.</summary>
    public Iova At(ulong offsetBytes, out ulong restBytes)
    {
        if (Range.Pieces is not { } pieces)
        {
            restBytes = Range.LengthBytes - offsetBytes;
            return Range.Start + offsetBytes;
        }

        int found = Array.BinarySearch(_ends, offsetBytes + 1);
        int piece = found >= 0 ? found : ~found;
        restBytes = _ends[piece] - offsetBytes;
        return pieces[piece].Iova + (pieces[piece].LengthBytes - restBytes);
    }
}
