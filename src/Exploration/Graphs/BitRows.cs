namespace PhyrActors.Exploration;

/// <summary>A growing square of bits: row n says something of event n and each event before it.</summary>
internal sealed class BitRows
{
    private ulong[] _words = new ulong[64];
    private int _wordsPerRow = 1;

    /// <summary>The widest row, in events.</summary>
    public int Width => _wordsPerRow * 64;

    public ReadOnlySpan<ulong> this[int row] => _words.AsSpan(row * _wordsPerRow, _wordsPerRow);

    /// <summary>Makes room for a row and empties it.</summary>
    public void Begin(int row)
    {
        if (row >= Width)
        {
            Widen(row);
        }

        _words.AsSpan(row * _wordsPerRow, _wordsPerRow).Clear();
    }

    public bool Has(int row, int column) =>
        (_words[(row * _wordsPerRow) + (column >> 6)] >> (column & 63) & 1) != 0;

    public void Set(int row, int column) => _words[(row * _wordsPerRow) + (column >> 6)] |= 1UL << (column & 63);

    /// <summary>Adds all of another row, and that row's own event.</summary>
    public void Include(int row, int other)
    {
        Span<ulong> into = _words.AsSpan(row * _wordsPerRow, _wordsPerRow);
        ReadOnlySpan<ulong> from = _words.AsSpan(other * _wordsPerRow, _wordsPerRow);
        for (int i = 0; i < into.Length; i++)
        {
            into[i] |= from[i];
        }

        into[other >> 6] |= 1UL << (other & 63);
    }

    private void Widen(int row)
    {
        int wordsPerRow = _wordsPerRow * 2;
        ulong[] wider = new ulong[wordsPerRow * 64 * wordsPerRow];
        for (int i = 0; i < row; i++)
        {
            this[i].CopyTo(wider.AsSpan(i * wordsPerRow));
        }

        (_words, _wordsPerRow) = (wider, wordsPerRow);
    }
}
