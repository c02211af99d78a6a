using System.Numerics;
using System.Runtime.InteropServices;

namespace PhyrActors.Model;

/// <summary>One block of the compressed form, to be asked for a chunk, for a place, or for all chunks.</summary>
internal readonly ref struct BlockReader
{
    private readonly ReadOnlySpan<ulong> _words;
    private readonly BlockLayout _layout;

    /// <param name="words">The block's words and at least one more.</param>
    /// <param name="count">Its chunks.</param>
    public BlockReader(ReadOnlySpan<ulong> words, int count)
    {
        _words = words;
        _layout = BlockLayout.Of(words[0], count);
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
        return BlockDecoder.EntryAt(Heads, bit, one, BaseOf(own));
    }

    /// <summary>The chunk that holds the frame at an offset from the block's start, and the frames before
    /// it.</summary>
    public int IndexAt(ulong frameOffset, out ulong framesBefore)
    {
        int order = ClassAt(_words, 0).Order;
        if (_layout.Classes == 1)
        {
            framesBefore = frameOffset >> order << order;
            return (int)(frameOffset >> order);
        }

        Span<ulong> masks = stackalloc ulong[_layout.Classes];
        Span<int> orders = stackalloc int[_layout.Classes];
        for (int number = 0; number < orders.Length; number++)
        {
            orders[number] = ClassAt(_words, number).Order;
        }

        FillMasks(masks, 0);
        framesBefore = _layout.Count > 64 ? FramesIn(masks, orders, ulong.MaxValue) : ulong.MaxValue;
        bool isInFirst = frameOffset < framesBefore;
        if (!isInFirst)
        {
            FillMasks(masks, 1);
        }

        framesBefore = isInFirst ? 0 : framesBefore;
        return (isInFirst ? 0 : 64) + Search(masks, orders, frameOffset, ref framesBefore);
    }

    /// <summary>Writes all chunks, as <see cref="PackedList.Encode"/> does.</summary>
    public void CopyTo(Span<ulong> chunks)
    {
        BlockDecoder decoder = new(Heads);
        chunks = chunks[.._layout.Count];
        if (_layout.Classes == 1)
        {
            decoder.Take(ClassAt(_words, 0), BaseOf(0), chunks);
            return;
        }

        Span<OrderClass> classes = stackalloc OrderClass[1 << _layout.Planes];
        Span<ulong> bases = stackalloc ulong[1 << _layout.Planes];
        for (int number = 0; number < _layout.Classes; number++)
        {
            classes[number] = ClassAt(_words, number);
            bases[number] = BaseOf(number);
        }

        for (int word = 0; word < _layout.PlaneWords; word++)
        {
            Span<ulong> some = chunks[(word << 6)..Math.Min(chunks.Length, (word + 1) << 6)];
            if (_layout.Planes <= 2)
            {
                ulong high = _layout.Planes == 2 ? PlaneWord(1, word) : 0;
                decoder.Take(classes, bases, PlaneWord(0, word), high, some);
            }
            else
            {
                TakeOneByOne(ref decoder, classes, bases, word << 6, some);
            }
        }
    }

    private void TakeOneByOne(
        ref BlockDecoder decoder,
        scoped ReadOnlySpan<OrderClass> classes,
        scoped ReadOnlySpan<ulong> bases,
        int first,
        scoped Span<ulong> chunks)
    {
        for (int i = 0; i < chunks.Length; i++)
        {
            int number = NumberOf(first + i);
            decoder.Take(classes[number], bases[number], chunks.Slice(i, 1));
        }
    }

    private static OrderClass ClassAt(ReadOnlySpan<ulong> words, int number) =>
        OrderClass.Of(words[BlockLayout.WordOf(number)] >> BlockLayout.BitOf(number));

    /// <summary>Halves 64 chunks six times; those before the half that holds the offset are counted.</summary>
    /// <remarks>What the masks say of chunks past the end does no harm: a half with such chunks that is passed over
    /// would have to lie before the offset.</remarks>
    private static int Search(
        ReadOnlySpan<ulong> masks, ReadOnlySpan<int> orders, ulong frameOffset, ref ulong framesBefore)
    {
        int index = 0;
        for (int half = 32; half > 0; half >>= 1)
        {
            ulong frames = FramesIn(masks, orders, ((1UL << half) - 1) << index);
            bool isPassed = framesBefore + frames <= frameOffset;
            framesBefore += isPassed ? frames : 0;
            index += isPassed ? half : 0;
        }

        return index;
    }

    private static ulong FramesIn(ReadOnlySpan<ulong> masks, ReadOnlySpan<int> orders, ulong chunks)
    {
        ulong frames = 0;
        for (int number = 0; number < masks.Length && number < orders.Length; number++)
        {
            frames += (ulong)(uint)BitOperations.PopCount(masks[number] & chunks) << orders[number];
        }

        return frames;
    }

    private void FillMasks(Span<ulong> masks, int word)
    {
        for (int number = 0; number < masks.Length; number++)
        {
            masks[number] = MaskOf(number, word);
        }
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

    /// <summary>What all heads of a class are above.</summary>
    private ulong BaseOf(int number)
    {
        if (!ClassAt(_words, number).HasBase)
        {
            return 0;
        }

        int place = _layout.BasesAt;
        for (int before = 0; before < number; before++)
        {
            place += ClassAt(_words, before).HasBase ? 1 : 0;
        }

        return _words[place];
    }

    private ReadOnlySpan<byte> Heads => MemoryMarshal.AsBytes(_words[_layout.HeadsAt..]);
}
