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

    /// <summary>A chunk as <see cref="PackedEntry.Encode"/> writes it.</summary>
    public ulong ChunkAt(int index)
    {
        int own = 0;
        int bit = 0;
        for (int number = 0; number < _layout.Classes; number++)
        {
            bit += ClassAt(_words, number).Width * CountBefore(number, index);
            own = (MaskOf(number, index >> 6) & (1UL << index)) != 0 ? number : own;
        }

        return BlockDecoder.EntryAt(Heads, bit, StepOf(own));
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

        return _layout.Classes <= ClassMasks.Count
            ? IndexOfFew(frameOffset, out framesBefore)
            : IndexOfMany(frameOffset, out framesBefore);
    }

    /// <summary>Writes all chunks, as <see cref="PackedEntry.Encode"/> does.</summary>
    public void CopyTo(Span<ulong> chunks)
    {
        BlockDecoder decoder = new(Heads);
        chunks = chunks[.._layout.Count];
        if (_layout.Classes == 1)
        {
            decoder.Take(StepOf(0), chunks);
            return;
        }

        Span<ClassStep> steps = stackalloc ClassStep[1 << Math.Max(_layout.Planes, 2)];
        FillSteps(steps);
        for (int word = 0; word < _layout.PlaneWords; word++)
        {
            Span<ulong> some = chunks[(word << 6)..Math.Min(chunks.Length, (word + 1) << 6)];
            if (_layout.Planes <= 2)
            {
                decoder.Take(steps, MasksAt(word), some);
            }
            else
            {
                TakeOneByOne(ref decoder, steps, word << 6, some);
            }
        }
    }

    private void TakeOneByOne(
        ref BlockDecoder decoder, scoped ReadOnlySpan<ClassStep> steps, int first, scoped Span<ulong> chunks)
    {
        for (int i = 0; i < chunks.Length; i++)
        {
            decoder.Take(steps[NumberOf(first + i)], chunks.Slice(i, 1));
        }
    }

    private int IndexOfFew(ulong frameOffset, out ulong framesBefore)
    {
        ClassOrders orders = new(OrderAt(0), OrderAt(1), OrderAt(2), OrderAt(3));
        ClassMasks masks = MasksAt(0);
        ulong first = _layout.Count > 64 ? masks.FramesIn(orders, ulong.MaxValue) : ulong.MaxValue;
        if (frameOffset < first)
        {
            return masks.IndexAt(orders, frameOffset, out framesBefore);
        }

        int index = MasksAt(1).IndexAt(orders, frameOffset - first, out framesBefore);
        framesBefore += first;
        return 64 + index;
    }

    private int IndexOfMany(ulong frameOffset, out ulong framesBefore)
    {
        Span<ulong> masks = stackalloc ulong[_layout.Classes];
        framesBefore = 0;
        int index = 0;
        for (int half = 64; half > 0; half >>= 1)
        {
            FillMasks(masks, index >> 6);
            ulong through = framesBefore + FramesIn(masks, half == 64 ? ulong.MaxValue : ((1UL << half) - 1) << index);
            bool isPassed = through <= frameOffset && (half < 64 || _layout.Count > 64);
            framesBefore = isPassed ? through : framesBefore;
            index += isPassed ? half : 0;
        }

        return index;
    }

    private ulong FramesIn(ReadOnlySpan<ulong> masks, ulong chunks)
    {
        ulong frames = 0;
        for (int number = 0; number < masks.Length; number++)
        {
            frames += (ulong)(uint)BitOperations.PopCount(masks[number] & chunks) << OrderAt(number);
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

    private ClassMasks MasksAt(int word) => new(
        PlaneWord(0, word), _layout.Planes == 2 ? PlaneWord(1, word) : 0);

    private void FillSteps(Span<ClassStep> steps)
    {
        int nextBase = _layout.BasesAt;
        for (int number = 0; number < _layout.Classes; number++)
        {
            OrderClass one = ClassAt(_words, number);
            steps[number] = new ClassStep(one, one.HasBase ? _words[nextBase++] : 0);
        }
    }

    private ClassStep StepOf(int number) => new(ClassAt(_words, number), BaseOf(number));

    private int OrderAt(int number) => ClassAt(_words, number).Order;

    private static OrderClass ClassAt(ReadOnlySpan<ulong> words, int number) =>
        OrderClass.Of(words[BlockLayout.WordOf(number)] >> BlockLayout.BitOf(number));

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
