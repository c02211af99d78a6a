using FsCheck;
using FsCheck.Fluent;

namespace PhyrActors.Model.Tests;

public sealed class RangeCpuBuilderTests
{
    private static readonly FrameBlock s_folio = new(new Pfn(16), 3);

    [Fact]
    public void Neighbouring_pieces_of_one_folio_become_one_chunk()
    {
        RangeCpuBuilder builder = new();

        builder.Append(new Pfn(16), 3, s_folio);
        builder.Append(new Pfn(19), 5, s_folio);

        Assert.Equal(1, builder.Build().ChunkCount);
    }

    [Fact]
    public void The_same_page_twice_is_two_chunks()
    {
        FrameBlock zeroPage = new(new Pfn(7), 0);
        RangeCpuBuilder builder = new();

        builder.Append(zeroPage.Head, 1, zeroPage);
        builder.Append(zeroPage.Head, 1, zeroPage);

        Assert.Equal(2, builder.Build().ChunkCount);
    }

    [Fact]
    public void The_ends_of_a_range_may_lie_inside_folios()
    {
        FrameBlock next = new(new Pfn(64), 4);
        RangeCpuBuilder builder = new(firstPageOffsetBytes: 0x10);

        builder.Append(new Pfn(20), 4, s_folio);
        builder.Append(new Pfn(64), 2, next);
        RangeCpu range = builder.Build(builder.LengthBytes - 0x20);

        Assert.Equal(
            [new Phyr(new PhysAddr(0x14010), 0x3ff0), new Phyr(new PhysAddr(0x40000), 0x1fe0)], Ranges.Chunks(range));
    }

    [Fact]
    public void An_inner_part_of_a_folio_takes_natural_blocks_of_its_own()
    {
        FrameBlock small = new(new Pfn(1), 0);
        RangeCpuBuilder builder = new();

        builder.Append(small.Head, 1, small);
        builder.Append(new Pfn(17), 6, s_folio);
        builder.Append(small.Head, 1, small);
        RangeCpu range = builder.Build();

        Assert.Equal(
            [small, new(new Pfn(17), 0), new(new Pfn(18), 1), new(new Pfn(20), 1), new(new Pfn(22), 0), small],
            Enumerable.Range(0, range.ChunkCount).Select(range.BlockAt));
    }

    [Fact]
    public void Pieces_in_any_order_and_size_keep_their_bytes() =>
        Prop.ForAll(Draws.Any, numbers =>
        {
            Draws draws = new(numbers);
            RangeCpuBuilder builder = new();
            List<ulong> frames = [];
            while (draws.HasMore)
            {
                int order = draws.Below(5);
                FrameBlock folio = FrameBlock.Holding(new Pfn(draws.Below(64UL)), order);
                ulong first = draws.Below(folio.Frames);
                ulong count = 1 + draws.Below(folio.Frames - first);
                builder.Append(folio.Head + first, count, folio);
                frames.AddRange(Enumerable.Range(0, (int)count).Select(i => folio.Head.Value + first + (ulong)i));
            }

            IEnumerable<ulong> seen = Ranges.Chunks(builder.Build()).SelectMany(phyr =>
                Enumerable.Range(0, (int)(phyr.LengthBytes >> 12)).Select(i => Pfn.Of(phyr.Start).Value + (ulong)i));

            return seen.SequenceEqual(frames);
        }).QuickCheckThrowOnFailure();

    [Fact]
    [Trait("row", "P1")]
    public void A_list_with_bytes_missing_inside_is_rejected_and_one_without_is_accepted()
    {
        Phyr[] bioLike = [Bytes(0x1000, 0x800), Bytes(0x2000, 0x1000)];
        Phyr[] startsInside = [Bytes(0x1000, 0x1000), Bytes(0x2200, 0xe00)];
        Phyr[] underOneAddress = [Bytes(0x1800, 0x800), Bytes(0x9000, 0x3000), Bytes(0x4000, 0x123)];

        bool[] accepted =
        [
            RangeCpuBuilder.TryFrom(bioLike) is not null,
            RangeCpuBuilder.TryFrom(startsInside) is not null,
            RangeCpuBuilder.TryFrom(underOneAddress) is not null,
        ];

        Assert.Equal([false, false, true], accepted);
    }

    [Fact]
    public void An_empty_list_is_rejected() => Assert.False(RangeCpuBuilder.Accepts([]));

    [Fact]
    public void Frames_outside_their_folio_are_refused() =>
        Assert.Throws<ArgumentException>(() => new RangeCpuBuilder().Append(new Pfn(20), 5, s_folio));

    [Fact]
    public void An_empty_range_cannot_be_built() =>
        Assert.Throws<InvalidOperationException>(() => new RangeCpuBuilder().Build());

    [Fact]
    public void A_built_range_takes_no_more()
    {
        RangeCpuBuilder builder = new();
        builder.Append(new Pfn(16), 1, s_folio);
        builder.Build();

        Assert.Throws<InvalidOperationException>(() => builder.Append(new Pfn(17), 1, s_folio));
    }

    [Theory]
    [InlineData(0x7000)]
    [InlineData(0x8001)]
    public void A_length_that_ends_outside_the_last_frame_is_refused(ulong lengthBytes)
    {
        RangeCpuBuilder builder = new();
        builder.Append(new Pfn(16), 8, s_folio);

        Assert.Throws<ArgumentOutOfRangeException>(() => builder.Build(lengthBytes));
    }

    private static Phyr Bytes(ulong start, ulong length) => new(new PhysAddr(start), length);
}
