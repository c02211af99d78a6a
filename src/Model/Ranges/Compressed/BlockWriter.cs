using System.Numerics;

namespace PhyrActors.Model;

/// <summary>Compresses up to <see cref="BlockLayout.ChunksMax"/> chunks into words.</summary>
internal static class BlockWriter
{
    private const int Orders = FrameBlock.OrderMax + 1;

    /// <param name="chunks">At least one, as <see cref="PackedEntry.Encode"/> writes them.</param>
    /// <param name="words">At least <see cref="BlockLayout.WordsMax"/>.</param>
    /// <returns>How many words were written.</returns>
    public static int Write(ReadOnlySpan<ulong> chunks, Span<ulong> words)
    {
        Span<ulong> lowest = stackalloc ulong[Orders];
        Span<ulong> highest = stackalloc ulong[Orders];
        Span<int> counts = stackalloc int[Orders];
        uint orders = Survey(chunks, lowest, highest, counts);

        Span<OrderClass> classes = stackalloc OrderClass[Orders];
        Span<int> classOfOrder = stackalloc int[Orders];
        int bases = 0;
        int count = 0;
        for (uint left = orders; left != 0; left &= left - 1)
        {
            int order = BitOperations.TrailingZeroCount(left);
            classOfOrder[order] = count;
            classes[count] = ClassFor(order, lowest[order], highest[order], counts[order]);
            bases += classes[count].HasBase ? 1 : 0;
            count++;
        }

        BlockLayout layout = new(count, bases, chunks.Length);
        words[..layout.HeadsAt].Clear();
        WriteClasses(layout, classes[..count], lowest, words);
        return WriteChunks(layout, chunks, classes, classOfOrder, lowest, words);
    }

    private static uint Survey(ReadOnlySpan<ulong> chunks, Span<ulong> lowest, Span<ulong> highest, Span<int> counts)
    {
        lowest.Fill(ulong.MaxValue);
        highest.Clear();
        counts.Clear();
        uint orders = 0;
        foreach (ulong chunk in chunks)
        {
            int order = PackedEntry.OrderOf(chunk);
            ulong head = PackedEntry.HeadOf(chunk) >> order;
            lowest[order] = Math.Min(lowest[order], head);
            highest[order] = Math.Max(highest[order], head);
            counts[order]++;
            orders |= 1U << order;
        }

        return orders;
    }

    /// <summary>A base is worth its word when the heads become so much narrower.</summary>
    private static OrderClass ClassFor(int order, ulong lowest, ulong highest, int count)
    {
        int plain = WidthOf(highest);
        int above = WidthOf(highest - lowest);
        bool hasBase = (plain - above) * count > 64;
        return new OrderClass(order, hasBase ? above : plain, hasBase);
    }

    private static int WidthOf(ulong value) => 64 - BitOperations.LeadingZeroCount(value);

    private static void WriteClasses(
        BlockLayout layout, ReadOnlySpan<OrderClass> classes, Span<ulong> lowest, Span<ulong> words)
    {
        words[0] = layout.Counts;
        int nextBase = layout.BasesAt;
        for (int number = 0; number < classes.Length; number++)
        {
            OrderClass one = classes[number];
            words[BlockLayout.WordOf(number)] |= one.Descriptor << BlockLayout.BitOf(number);
            if (one.HasBase)
            {
                words[nextBase++] = lowest[one.Order];
            }
            else
            {
                lowest[one.Order] = 0;
            }
        }
    }

    private static int WriteChunks(
        BlockLayout layout,
        ReadOnlySpan<ulong> chunks,
        ReadOnlySpan<OrderClass> classes,
        ReadOnlySpan<int> classOfOrder,
        ReadOnlySpan<ulong> bases,
        Span<ulong> words)
    {
        Span<ulong> planes = words[layout.PlanesAt..];
        int word = layout.HeadsAt;
        int used = 0;
        ulong filling = 0;
        for (int i = 0; i < chunks.Length; i++)
        {
            int order = PackedEntry.OrderOf(chunks[i]);
            int number = classOfOrder[order];
            for (int plane = 0; plane < layout.Planes; plane++)
            {
                planes[(plane * layout.PlaneWords) + (i >> 6)] |= (ulong)((number >> plane) & 1) << i;
            }

            ulong head = (PackedEntry.HeadOf(chunks[i]) >> order) - bases[order];
            filling |= head << used;
            used += classes[number].Width;
            if (used >= 64)
            {
                words[word++] = filling;
                used -= 64;
                filling = used == 0 ? 0 : head >> (classes[number].Width - used);
            }
        }

        if (used > 0)
        {
            words[word++] = filling;
        }

        return word;
    }
}
