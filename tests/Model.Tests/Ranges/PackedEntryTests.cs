namespace PhyrActors.Model.Tests;

public sealed class PackedEntryTests
{
    [Fact]
    [Trait("row", "P3")]
    public void Every_order_survives_the_packed_word()
    {
        IEnumerable<FrameBlock> blocks = Enumerable.Range(0, FrameBlock.OrderMax + 1)
            .Select(order => FrameBlock.Holding(new Pfn((1UL << FrameBlock.FrameBits) - 1), order));

        IEnumerable<FrameBlock> decoded = blocks.Select(block => PackedEntry.Decode(PackedEntry.Encode(block)));

        Assert.Equal(blocks, decoded);
    }

    [Theory]
    [InlineData(1UL << 57)]
    [InlineData(1UL << 62)]
    [InlineData((1UL << 52) | 1)]
    public void A_word_that_is_no_natural_block_is_refused(ulong word) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => PackedEntry.Decode(word));
}
