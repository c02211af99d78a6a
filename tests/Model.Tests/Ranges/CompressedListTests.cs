using FsCheck;
using FsCheck.Fluent;

namespace PhyrActors.Model.Tests;

public sealed class CompressedListTests
{
    // Frames of a machine of 1 TiB.
    private const int FrameBits = 28;

    [Theory]
    [InlineData("70/20/10 by number", 72_000, 3.3)]
    [InlineData("70/20/10 by size", 300_000, 4.2)]
    [InlineData("2 MiB", 51_200, 2.6)]
    [InlineData("4 KiB", 300_000, 3.7)]
    [Trait("row", "P5")]
    public void A_long_list_of_unordered_frames_takes_few_bytes_a_chunk(string mix, int chunks, double bytesMax)
    {
        CompressedList list = new();
        foreach (FrameBlock block in FolioMixes.Of(mix, chunks, FrameBits))
        {
            list.Append(block);
        }

        list.Trim();

        Assert.InRange((double)list.BytesHeld / chunks, 0, bytesMax);
    }

    [Fact]
    public void A_list_of_neighbours_takes_a_third_of_that()
    {
        CompressedList list = new();
        for (ulong i = 0; i < 10_000; i++)
        {
            list.Append(FrameBlock.Holding(new Pfn((1UL << FrameBits) + (i << 9)), 9));
        }

        list.Trim();

        Assert.InRange(list.BytesHeld / 10_000.0, 0, 1.2);
    }

    [Fact]
    public void A_short_list_takes_no_more_than_8_bytes_a_chunk()
    {
        for (int chunks = 1; chunks < 200; chunks++)
        {
            CompressedList list = new();
            foreach (FrameBlock block in FolioMixes.Of("70/20/10 by number", chunks, FrameBits))
            {
                list.Append(block);
            }

            list.Trim();

            Assert.InRange(list.BytesHeld, 1UL, (ulong)chunks * 8);
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Every_chunk_comes_back_by_position_and_by_offset(bool trimmed) =>
        Prop.ForAll(Lists, blocks =>
        {
            CompressedList list = new();
            blocks.ForEach(list.Append);
            if (trimmed)
            {
                list.Trim();
            }

            ulong before = 0;
            return list.Count == blocks.Count && blocks.Index().All(entry =>
            {
                int atFirst = list.IndexAt(before, out ulong beforeFirst);
                int atLast = list.IndexAt(before + entry.Item.Frames - 1, out ulong beforeLast);
                bool agrees = (atFirst, atLast) == (entry.Index, entry.Index)
                    && (beforeFirst, beforeLast) == (before, before)
                    && list[entry.Index] == entry.Item;
                before += entry.Item.Frames;
                return agrees;
            });
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Chunks_decoded_a_block_at_a_time_are_those_at_their_positions() =>
        Prop.ForAll(Lists, blocks =>
        {
            CompressedList list = new();
            blocks.ForEach(list.Append);
            list.Trim();
            ulong[] chunks = new ulong[128];

            return Enumerable.Range(0, ((list.Count - 1) / chunks.Length) + 1).All(block =>
            {
                int count = list.CopyBlock(block, chunks);
                return chunks.Take(count).Select(PackedEntry.Decode)
                    .SequenceEqual(blocks.Skip(block * chunks.Length).Take(chunks.Length));
            });
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_list_of_many_segments_keeps_every_chunk()
    {
        List<FrameBlock> blocks = [.. FolioMixes.Of("70/20/10 by size", 100_000, FrameBits)];
        CompressedList list = new();
        blocks.ForEach(list.Append);

        list.Trim();

        Assert.All(blocks.Index(), entry => Assert.Equal(entry.Item, list[entry.Index]));
    }

    [Fact]
    public void A_position_past_the_end_is_refused()
    {
        CompressedList list = new();
        list.Append(new FrameBlock(new Pfn(0), 0));

        Assert.Throws<ArgumentOutOfRangeException>(() => list[1]);
    }

    [Fact]
    public void An_offset_past_the_end_is_refused()
    {
        CompressedList list = new();
        list.Append(new FrameBlock(new Pfn(0), 2));

        Assert.Throws<ArgumentOutOfRangeException>(() => list.IndexAt(4, out _));
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(1)]
    public void A_block_that_is_not_there_is_not_copied(int block)
    {
        CompressedList list = new();
        list.Append(new FrameBlock(new Pfn(0), 0));

        Assert.Throws<ArgumentOutOfRangeException>(() => list.CopyBlock(block, new ulong[128]));
    }

    [Fact]
    public void A_finished_list_takes_no_more()
    {
        CompressedList list = new();
        list.Append(new FrameBlock(new Pfn(0), 2));
        list.Trim();

        Assert.Throws<InvalidOperationException>(() => list.Append(new FrameBlock(new Pfn(0), 2)));
    }

    /// <summary>Some hundred blocks, of few orders or of many, near each other or anywhere.</summary>
    private static Arbitrary<List<FrameBlock>> Lists => Arb.From(
        from orders in Gen.Choose(1, FrameBlock.OrderMax + 1)
        from bits in Gen.Choose(1, FrameBlock.FrameBits)
        from floor in Gen.Choose(0, int.MaxValue)
        from count in Gen.Choose(1, 400)
        from draws in Gen.ArrayOf(Gen.Choose(0, int.MaxValue).Two(), count)
        select draws.Select(draw => BlockFor(draw.Item1 % orders, bits, (ulong)floor << 16, draw.Item2)).ToList());

    private static FrameBlock BlockFor(int order, int bits, ulong floor, int drawn)
    {
        ulong frame = unchecked(floor + (((ulong)drawn * 0x9E3779B97F4A7C15) >> (64 - bits)));
        return FrameBlock.Holding(new Pfn(frame & ((1UL << FrameBlock.FrameBits) - 1)), order);
    }
}
