using FsCheck;
using FsCheck.Fluent;

namespace PhyrActors.Model.Tests;

public sealed class FormatTests
{
    [Fact]
    [Trait("row", "T3")]
    public void A_range_of_4_GiB_is_split_for_bio_vec_and_not_for_phyr()
    {
        RangeCpu range = Ranges.OfGigabytes(4);

        (ulong, ulong) entries = (BioVecFormat.Entries(range), PhyrFormat.Entries(range));

        Assert.Equal((2UL, 1UL), entries);
    }

    [Fact]
    [Trait("row", "T4")]
    public void A_range_of_5_GiB_is_one_phyr_and_keeps_its_length_in_32_bit_entries()
    {
        RangeCpu range = Ranges.OfGigabytes(5);

        List<BioVec> vectors = [.. Ranges.Segments(range, BioVecFormat.MaxSegmentBytes).Select(BioVec.Of)];

        Assert.Equal((1UL, 5 * Ranges.GiB), (PhyrFormat.Entries(range), (ulong)vectors.Sum(v => (long)v.LengthBytes)));
    }

    [Fact]
    [Trait("row", "T4")]
    public void A_length_of_5_GiB_does_not_wrap_in_a_bio_vec() =>
        Assert.Throws<OverflowException>(() => BioVec.Of(new Phyr(new PhysAddr(0), 5 * Ranges.GiB)));

    [Theory]
    [InlineData(1, 1 * 32)]
    [InlineData(128, 128 * 32)]
    [InlineData(129, (127 + 1 + 2) * 32)]
    [InlineData(255, (127 + 1 + 128) * 32)]
    [InlineData(256, (127 + 1 + 127 + 1 + 2) * 32)]
    public void A_scatterlist_pays_one_entry_for_each_chain_link(ulong entries, ulong bytes) =>
        Assert.Equal(bytes, ScatterlistFormat.TableBytes(entries));

    [Fact]
    public void A_scattered_gigabyte_costs_what_the_formats_say()
    {
        RangeCpuBuilder builder = new();
        for (ulong i = 0; i < 1 << 18; i++)
        {
            builder.AppendRun(new Pfn(i * 2), 1);
        }

        RangeCpu range = builder.Build();
        double[] bytesAChunk =
        [
            .. new[] { ScatterlistFormat.Bytes(range), BioVecFormat.Bytes(range), PhyrFormat.Bytes(range),
                    PackedFormat.Bytes(range), PageArrayFormat.Bytes(range), CompressedFormat.Bytes(range) }
                .Select(bytes => Math.Round(bytes / (double)(1 << 18), 2)),
        ];

        Assert.Equal([32.25, 16, 16, 8.12, 8, 1.22], bytesAChunk);
    }

    // Recorded from sg_alloc_append_table_from_pages of Linux 6.12: runs of frames in, segments out.
    [Theory]
    [InlineData(65636, 0, 128169, "95762+1 95811+17 95864+2 95906+3 95940+2 95988+3 96027+2 96073+2",
        "95762:0:4096 95811:0:65536 95827:0:4096 95864:0:8192 95906:0:12288 95940:0:8192 95988:0:12288 96027:0:8192 "
        + "96073:0:5289")]
    [InlineData(8192, 3000, 31233, "9003+9", "9003:3000:5192 9005:0:8192 9007:0:8192 9009:0:8192 9011:0:1465")]
    [InlineData(20481, 0, 28672, "87486+7", "87486:0:20480 87491:0:8192")]
    [InlineData(12288, 3205, 38178, "17857+1 17899+7 17950+3",
        "17857:3205:891 17899:0:12288 17902:0:12288 17905:0:4096 17950:0:8615")]
    [InlineData(20481, 0, 115434, "11431+19 11449+6 11454+4",
        "11431:0:20480 11436:0:20480 11441:0:20480 11446:0:16384 11449:0:20480 11454:0:4096 11454:0:13034")]
    [InlineData(2097152, 3455, 107137, "60164+16 48592+11", "60164:3455:62081 48592:0:45056")]
    [InlineData(4096, 0, 16384, "94882+1 94881+1 94880+1 94879+1",
        "94882:0:4096 94881:0:4096 94880:0:4096 94879:0:4096")]
    public void Segments_are_those_that_the_kernel_makes(
        ulong maxSegmentBytes, ulong offsetBytes, ulong lengthBytes, string runs, string segments)
    {
        RangeCpuBuilder builder = new(offsetBytes);
        foreach (ulong[] run in Parse(runs, '+'))
        {
            builder.AppendRun(new Pfn(run[0]), run[1]);
        }

        List<Phyr> seen = Ranges.Segments(builder.Build(lengthBytes), maxSegmentBytes);

        Assert.Equal(Parse(segments, ':').Select(s => new Phyr(new Pfn(s[0]).Address + s[1], s[2])), seen);
    }

    [Fact]
    public void Segments_keep_every_byte_in_order() =>
        Prop.ForAll(Draws.Any, numbers =>
        {
            Draws draws = new(numbers);
            ulong limit = Pfn.FrameSizeBytes * (1 + draws.Below(600UL));
            (RangeCpu range, List<Phyr> phyrs) = Ranges.Drawn(draws);

            List<Phyr> segments = Ranges.Segments(range, limit);

            return segments.TrueForAll(segment => segment.LengthBytes <= limit)
                && Merge(segments).SequenceEqual(Merge(phyrs));
        }).QuickCheckThrowOnFailure();

    private static List<Phyr> Merge(List<Phyr> phyrs)
    {
        List<Phyr> merged = [phyrs[0]];
        foreach (Phyr phyr in phyrs.Skip(1))
        {
            if (merged[^1].IsFollowedBy(phyr))
            {
                merged[^1] = new Phyr(merged[^1].Start, merged[^1].LengthBytes + phyr.LengthBytes);
            }
            else
            {
                merged.Add(phyr);
            }
        }

        return merged;
    }

    private static IEnumerable<ulong[]> Parse(string text, char separator) =>
        text.Split(' ').Select(item => item.Split(separator).Select(ulong.Parse).ToArray());
}
