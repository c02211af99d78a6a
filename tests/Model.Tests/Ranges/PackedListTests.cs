using FsCheck;
using FsCheck.Fluent;

namespace PhyrActors.Model.Tests;

public sealed class PackedListTests
{
    [Fact]
    [Trait("row", "P3")]
    public void Every_order_survives_the_packed_word()
    {
        IEnumerable<FrameBlock> blocks = Enumerable.Range(0, FrameBlock.OrderMax + 1)
            .Select(order => FrameBlock.Holding(new Pfn((1UL << FrameBlock.FrameBits) - 1), order));

        IEnumerable<FrameBlock> decoded = blocks.Select(block => PackedList.Decode(PackedList.Encode(block)));

        Assert.Equal(blocks, decoded);
    }

    [Theory]
    [InlineData(1UL << 57)]
    [InlineData(1UL << 62)]
    [InlineData((1UL << 52) | 1)]
    public void A_word_that_is_no_natural_block_is_refused(ulong word) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => PackedList.Decode(word));

    [Fact]
    [Trait("row", "P3")]
    public void A_long_list_takes_8_bytes_a_chunk_and_an_eighth_for_the_index()
    {
        const int Chunks = 100_000;
        PackedList list = new();
        for (ulong i = 0; i < Chunks; i++)
        {
            list.Append(new FrameBlock(new Pfn(i * 3), 0));
        }

        list.Trim();

        Assert.InRange((double)list.BytesHeld / Chunks, 8.0, 8.13);
    }

    [Fact]
    public void A_block_may_follow_itself()
    {
        FrameBlock zeroPage = new(new Pfn(7), 0);
        PackedList list = new();

        list.Append(zeroPage);
        list.Append(zeroPage);

        Assert.Equal(2, list.Count);
    }

    [Fact]
    public void A_position_past_the_end_is_refused()
    {
        PackedList list = new();
        list.Append(new FrameBlock(new Pfn(0), 0));

        Assert.Throws<ArgumentOutOfRangeException>(() => list[1]);
    }

    [Fact]
    public void An_offset_past_the_end_is_refused()
    {
        PackedList list = new();
        list.Append(new FrameBlock(new Pfn(0), 2));

        Assert.Throws<ArgumentOutOfRangeException>(() => list.IndexAt(4, out _));
    }

    [Fact]
    public void Look_up_by_offset_agrees_with_a_scan_from_the_start() =>
        Prop.ForAll(Draws.Any, numbers =>
        {
            List<FrameBlock> scan = [];
            PackedList list = new();
            foreach (int number in numbers)
            {
                scan.Add(FrameBlock.Holding(new Pfn((ulong)number), number % 5));
                list.Append(scan[^1]);
            }

            ulong before = 0;
            return scan.Index().All(entry =>
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
    public void A_list_of_many_pages_keeps_every_block()
    {
        PackedList list = new();
        for (ulong i = 0; i < 10_000; i++)
        {
            list.Append(new FrameBlock(new Pfn(i), 0));
        }

        list.Trim();

        Assert.All(Enumerable.Range(0, 10_000), i => Assert.Equal(new Pfn((ulong)i), list[i].Head));
    }
}
