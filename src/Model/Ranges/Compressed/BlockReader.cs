using System.Numerics;

namespace PhyrActors.Model;

/// <summary>One block of the compressed form, to be asked for a chunk, for a place, or for all chunks.</summary>
internal readonly ref struct BlockReader
{
    private readonly ReadOnlySpan<ulong> _words;
    private readonly BlockLayout _layout;

    /// <param name="words">The block's words; what follows does no harm.</param>
    /// <param name="count">Its chunks.</param>
    public BlockReader(ReadOnlySpan<ulong> words, int count)
    {
        _words = words;
        int classes = (int)(words[0] & ((1 << BlockLayout.ClassesBits) - 1)) + 1;
        int bases = 0;
        for (int number = 0; number < classes; number++)
        {
            bases += ClassAt(words, number).HasBase ? 1 : 0;
        }

        _layout = new BlockLayout(classes, bases, count);
    }

    /// <summary>A chunk as <see cref="PackedList.Encode"/> writes it.</summary>
    public ulong ChunkAt(int index)
    {
        int own = 0;
        int bit = 0;
        for (int number = 0; number < _layout.Classes; number++)
        {
            bit += ClassAt(_words, number).Width * CountBefore(number, index);
            own = (MaskOf(number, index >> 6) & (1UL << index)) != 0 ? number : own;
        }

        OrderClass one = ClassAt(_words, own);
        ulong head = HeadAt(bit, one.Width) + (one.HasBase ? BaseOf(own) : 0);
        return PackedList.EntryOf(head << one.Order, one.Order);
    }

    /// <summary>The frames of all chunks before one.</summary>
    public ulong FramesBefore(int index)
    {
        ulong frames = 0;
        for (int number = 0; number < _layout.Classes; number++)
        {
            frames += (ulong)CountBefore(number, index) << ClassAt(_words, number).Order;
        }

        return frames;
    }

    /// <summary>The chunk that holds the frame at an offset from the block's start, and the frames before
    /// it.</summary>
    public int IndexAt(ulong frameOffset, out ulong framesBefore)
    {
        int index = _layout.Classes == 1
            ? (int)(frameOffset >> ClassAt(_words, 0).Order)
            : Search(frameOffset);
        framesBefore = FramesBefore(index);
        return index;
    }

    /// <summary>Writes all chunks, as <see cref="PackedList.Encode"/> does.</summary>
    public void CopyTo(Span<ulong> chunks)
    {
        Span<OrderClass> classes = stackalloc OrderClass[_layout.Classes];
        Span<ulong> bases = stackalloc ulong[_layout.Classes];
        for (int number = 0; number < classes.Length; number++)
        {
            classes[number] = ClassAt(_words, number);
            bases[number] = classes[number].HasBase ? BaseOf(number) : 0;
        }

        int bit = 0;
        for (int i = 0; i < _layout.Count; i++)
        {
            int number = NumberOf(i);
            OrderClass one = classes[number];
            chunks[i] = PackedList.EntryOf((HeadAt(bit, one.Width) + bases[number]) << one.Order, one.Order);
            bit += one.Width;
        }
    }

    private static OrderClass ClassAt(ReadOnlySpan<ulong> words, int number) =>
        OrderClass.Of(words[BlockLayout.WordOf(number)] >> BlockLayout.BitOf(number));

    private int Search(ulong frameOffset)
    {
        (int low, int high) = (0, _layout.Count - 1);
        while (low < high)
        {
            int middle = (low + high + 1) >> 1;
            (low, high) = FramesBefore(middle) <= frameOffset ? (middle, high) : (low, middle - 1);
        }

        return low;
    }

    private int NumberOf(int index)
    {
        int number = 0;
        for (int plane = 0; plane < _layout.Planes; plane++)
        {
            number |= (int)((PlaneWord(plane, index >> 6) >> index) & 1) << plane;
        }

        return number;
    }

    private int CountBefore(int number, int index)
    {
        if (_layout.Classes == 1)
        {
            return index;
        }

        int count = 0;
        for (int word = 0; word < index >> 6; word++)
        {
            count += BitOperations.PopCount(MaskOf(number, word));
        }

        ulong below = (1UL << index) - 1;
        return below == 0 ? count : count + BitOperations.PopCount(MaskOf(number, index >> 6) & below);
    }

    /// <summary>Which chunks of 64 are of a class.</summary>
    private ulong MaskOf(int number, int word)
    {
        ulong mask = ulong.MaxValue;
        for (int plane = 0; plane < _layout.Planes; plane++)
        {
            ulong bits = PlaneWord(plane, word);
            mask &= ((number >> plane) & 1) != 0 ? bits : ~bits;
        }

        return mask;
    }

    private ulong PlaneWord(int plane, int word) => _words[_layout.PlanesAt + (plane * _layout.PlaneWords) + word];

    private ulong BaseOf(int number)
    {
        int place = _layout.BasesAt;
        for (int before = 0; before < number; before++)
        {
            place += ClassAt(_words, before).HasBase ? 1 : 0;
        }

        return _words[place];
    }

    /// <summary>The number that begins at a bit of the heads.</summary>
    private ulong HeadAt(int bit, int width)
    {
        int word = _layout.HeadsAt + (bit >> 6);
        int shift = bit & 63;

        // The word above the last one is never needed: reading the last one in its place keeps the path free of
        // branches.
        int last = _words.Length - 1;
        ulong value = (_words[Math.Min(word, last)] >> shift) | (_words[Math.Min(word + 1, last)] << 1 << (63 - shift));
        return value & ((1UL << width) - 1);
    }
}
