namespace PhyrActors.Model;

/// <summary>Sorted pieces of 2 MiB of memory, each with its writer.</summary>
internal sealed class WrittenBlock
{
    private const int PartsMax = 3;

    private (uint First, uint End, int Writer)[] _pieces = new (uint, uint, int)[1];

    public int Count { get; private set; }

    public (uint First, uint End, int Writer) this[int index] => _pieces[index];

    /// <summary>The first piece that ends behind an offset.</summary>
    public int IndexAt(uint offset)
    {
        (int low, int high) = (0, Count);
        while (low < high)
        {
            int middle = (low + high) >>> 1;
            (low, high) = _pieces[middle].End <= offset ? (middle + 1, high) : (low, middle);
        }

        return low;
    }

    /// <summary>Gives bytes to a writer, or to nobody; gives the change in the number of pieces.</summary>
    public int Replace(uint first, uint end, int? writer)
    {
        int from = IndexAt(first);
        int to = IndexAt(end);
        to += to < Count && _pieces[to].First < end ? 1 : 0;
        Span<(uint First, uint End, int Writer)> parts = stackalloc (uint, uint, int)[PartsMax];
        int count = 0;
        (uint First, uint End, int Writer) right = to > from ? _pieces[to - 1] : default;
        if (to > from && _pieces[from].First < first)
        {
            Append(parts, ref count, (_pieces[from].First, first, _pieces[from].Writer));
        }
        else if (from > 0 && _pieces[from - 1].End == first)
        {
            Append(parts, ref count, _pieces[--from]);
        }

        if (writer is { } owner)
        {
            Append(parts, ref count, (first, end, owner));
        }

        if (right.End > end)
        {
            Append(parts, ref count, (end, right.End, right.Writer));
        }
        else if (to < Count && _pieces[to].First == end)
        {
            Append(parts, ref count, _pieces[to++]);
        }

        Splice(from, to, parts[..count]);
        return count - (to - from);
    }

    private static void Append(
        Span<(uint First, uint End, int Writer)> parts, ref int count, (uint First, uint End, int Writer) part)
    {
        if (count > 0 && parts[count - 1].End == part.First && parts[count - 1].Writer == part.Writer)
        {
            parts[count - 1].End = part.End;
        }
        else
        {
            parts[count++] = part;
        }
    }

    private void Splice(int from, int to, ReadOnlySpan<(uint First, uint End, int Writer)> parts)
    {
        int count = Count + parts.Length - (to - from);
        if (count > _pieces.Length)
        {
            Array.Resize(ref _pieces, Math.Max(count, Count * 2));
        }

        Array.Copy(_pieces, to, _pieces, from + parts.Length, Count - to);
        parts.CopyTo(_pieces.AsSpan(from));
        Count = count;
    }
}
