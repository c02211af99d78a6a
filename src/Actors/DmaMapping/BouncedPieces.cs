namespace PhyrActors.Actors;

/// <summary>The bounced pieces of live mappings, by device address.</summary>
internal sealed class BouncedPieces
{
    private readonly SortedList<(int Device, ulong Start), MappedPiece> _pieces = [];

    public void Add(int device, MappedPiece piece)
    {
        if (piece.Slot is not null)
        {
            _pieces[(device, StartOf(piece))] = piece;
        }
    }

    public void Remove(int device, MappedPiece piece)
    {
        if (piece.Slot is not null)
        {
            _pieces.Remove((device, StartOf(piece)));
        }
    }

    /// <summary>The piece that an address lies in.</summary>
    public bool TryFind(int device, ulong address, out MappedPiece piece)
    {
        int at = CountUpTo(device, address) - 1;
        piece = at < 0 ? default : _pieces.GetValueAtIndex(at);
        return at >= 0
            && _pieces.GetKeyAtIndex(at).Device == device
            && address - StartOf(piece) < piece.Entry.LengthBytes;
    }

    private int CountUpTo(int device, ulong address)
    {
        int low = 0;
        int high = _pieces.Count;
        while (low < high)
        {
            int middle = (low + high) / 2;
            bool isAtOrBelow = _pieces.GetKeyAtIndex(middle).CompareTo((device, address)) <= 0;
            (low, high) = isAtOrBelow ? (middle + 1, high) : (low, middle);
        }

        return low;
    }

    private static ulong StartOf(MappedPiece piece) =>
        piece.Entry.IsBus ? piece.Entry.BusAddr.Value : piece.Entry.Iova.Value;
}
