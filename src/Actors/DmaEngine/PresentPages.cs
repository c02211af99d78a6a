namespace PhyrActors.Actors;

/// <summary>The pages of a key that a device may use: its table of translations.</summary>
internal sealed class PresentPages(ulong lengthBytes)
{
    private readonly bool[] _present = new bool[lengthBytes >> Pfn.FrameSizeLog2];

    public void Set(ulong offsetBytes, ulong lengthBytes, bool present) =>
        _present.AsSpan((int)(offsetBytes >> Pfn.FrameSizeLog2), (int)(lengthBytes >> Pfn.FrameSizeLog2)).Fill(present);

    /// <summary>How much of a stretch is present from its first byte on.</summary>
    public ulong BytesFrom(ulong offsetBytes, ulong lengthBytes)
    {
        ulong end = offsetBytes + lengthBytes;
        ulong at = offsetBytes;
        while (at < end && _present[at >> Pfn.FrameSizeLog2])
        {
            at = ((at >> Pfn.FrameSizeLog2) + 1) << Pfn.FrameSizeLog2;
        }

        return Math.Min(at, end) - offsetBytes;
    }
}
