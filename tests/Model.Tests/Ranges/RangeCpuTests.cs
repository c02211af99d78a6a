using FsCheck;
using FsCheck.Fluent;

namespace PhyrActors.Model.Tests;

public sealed class RangeCpuTests
{
    [Fact]
    [Trait("row", "T1")]
    public void Iterating_gives_back_the_phyrs_a_range_was_built_from() =>
        Prop.ForAll(Draws.Any, numbers =>
        {
            (RangeCpu range, List<Phyr> phyrs) = Ranges.Drawn(new Draws(numbers));

            return Ranges.Chunks(range).SequenceEqual(phyrs);
        }).QuickCheckThrowOnFailure();

    [Theory]
    [Trait("row", "T1")]
    [InlineData(0, 1)]
    [InlineData(0xfff, 2)]
    [InlineData(0x1234, 0x5678)]
    [InlineData(0xffff_ffff_ffff_fff0, 0x10)]
    public void A_byte_granular_phyr_goes_in_and_comes_out(ulong start, ulong length)
    {
        Phyr phyr = new(new PhysAddr(start), length);

        RangeCpu range = RangeCpuBuilder.TryFrom([phyr])!;

        Assert.Equal([phyr], Ranges.Segments(range, ulong.MaxValue));
    }

    [Fact]
    [Trait("row", "P2")]
    public void Slices_add_up_to_the_length() =>
        Prop.ForAll(Draws.Any, numbers =>
        {
            (RangeCpu range, List<Phyr> phyrs) = Ranges.Drawn(new Draws(numbers));

            ulong sum = Ranges.Sum(Enumerable.Range(0, range.ChunkCount).Select(chunk => range[chunk]));

            return sum == range.LengthBytes && sum == Ranges.Sum(phyrs);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_cursor_goes_on_from_any_byte() =>
        Prop.ForAll(Draws.Any, numbers =>
        {
            Draws draws = new(numbers);
            (RangeCpu range, List<Phyr> phyrs) = Ranges.Drawn(draws);
            ulong offset = draws.Below(range.LengthBytes + 1);
            List<Phyr> expected = Skip(phyrs, offset);
            List<Phyr> seen = [];

            RangeCpuCursor cursor = range.GetEnumerator();
            cursor.Seek(offset);
            while (cursor.MoveNext())
            {
                seen.Add(cursor.Current);
            }

            return seen.SequenceEqual(expected);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_cursor_goes_on_from_any_chunk() =>
        Prop.ForAll(Draws.Any, numbers =>
        {
            Draws draws = new(numbers);
            (RangeCpu range, List<Phyr> phyrs) = Ranges.Drawn(draws);
            int chunk = draws.Below(range.ChunkCount);
            List<Phyr> seen = [];

            RangeCpuCursor cursor = range.From(chunk);
            while (cursor.MoveNext())
            {
                seen.Add(cursor.Current);
            }

            return seen.SequenceEqual(phyrs[chunk..]);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_cursor_refuses_a_chunk_past_the_last() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Ranges.OfGigabytes(1).From(1).MoveNext());

    [Fact]
    public void A_cursor_refuses_an_offset_past_the_end() => Assert.Throws<ArgumentOutOfRangeException>(() =>
    {
        RangeCpuCursor cursor = Ranges.OfGigabytes(1).GetEnumerator();
        cursor.Seek(Ranges.GiB + 1);
    });

    [Fact]
    [Trait("row", "G2")]
    public void A_huge_page_of_1_GiB_is_one_chunk_instead_of_262144_pages()
    {
        RangeCpu range = Ranges.OfGigabytes(1);

        (ulong, ulong) entries = (PageArrayFormat.Entries(range), PackedFormat.Entries(range));

        Assert.Equal((262_144UL, 1UL), entries);
    }

    private static List<Phyr> Skip(List<Phyr> phyrs, ulong bytes)
    {
        List<Phyr> rest = [];
        foreach (Phyr phyr in phyrs)
        {
            ulong skipped = Math.Min(bytes, phyr.LengthBytes);
            bytes -= skipped;
            if (skipped < phyr.LengthBytes)
            {
                rest.Add(new Phyr(phyr.Start + skipped, phyr.LengthBytes - skipped));
            }
        }

        return rest;
    }
}
