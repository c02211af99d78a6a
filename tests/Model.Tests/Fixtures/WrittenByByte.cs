namespace PhyrActors.Model.Tests;

/// <summary>The slow twin of the written intervals: one writer a byte, one generation a frame.</summary>
internal sealed class WrittenByByte(ulong start, int lengthBytes)
{
    private readonly int?[] _writers = new int?[lengthBytes];
    private readonly ulong[] _generations = new ulong[lengthBytes >> Pfn.FrameSizeLog2];

    public void Write(int offset, int length, int? writer) => _writers.AsSpan(offset, length).Fill(writer);

    public void HandOver(int frame, int frames)
    {
        Write(frame << Pfn.FrameSizeLog2, frames << Pfn.FrameSizeLog2, null);
        foreach (ref ulong generation in _generations.AsSpan(frame, frames))
        {
            generation++;
        }
    }

    public ulong Generation(int frame) => _generations[frame];

    public List<WrittenPiece> Read(int offset, int length)
    {
        List<WrittenPiece> pieces = [];
        for (int at = offset; at < offset + length;)
        {
            int end = at;
            while (end < offset + length && _writers[end] == _writers[at])
            {
                end++;
            }

            if (_writers[at] is { } writer)
            {
                pieces.Add(new WrittenPiece(new Phyr(new PhysAddr(start + (ulong)at), (ulong)(end - at)), writer));
            }

            at = end;
        }

        return pieces;
    }
}
