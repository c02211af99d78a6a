namespace PhyrActors.Model.Tests;

public sealed class BlockRequestTests
{
    [Fact]
    [Trait("row", "T14")]
    [Trait("row", "D10")]
    public void A_request_of_5_GiB_is_built_split_and_mapped_from_phyrs_and_no_entry_is_copied()
    {
        PhyrArray memory = new();
        memory.Append(Bytes(0x1_0000_0000, 5 * Ranges.GiB));
        memory.Append(Bytes(0x9000, 0x1000));
        BlockRequest request = new(memory, startSector: 7);

        BlockRequest head = request.SplitFor(
            new RangeLimits { MaxBytes = 4 * Ranges.GiB }, segmentsMax: 1, out BlockRequest? rest);
        List<DmaRange> mapped = RangeLists.Of(
            rest!.Map(RangeLimits.None, range => new DmaRange(new Iova(range.Phyr.Start.Value), range.LengthBytes)));

        Assert.Equal((7UL, 4 * Ranges.GiB), (head.StartSector, head.LengthBytes));
        Assert.Equal(7 + (4 * Ranges.GiB / 512), rest.StartSector);
        Assert.Equal(
            [new DmaRange(new Iova(0x2_0000_0000), Ranges.GiB), new DmaRange(new Iova(0x9000), 0x1000)], mapped);
        Assert.Equal(0UL, head.Memory.BytesHeld + rest.Memory.BytesHeld);
    }

    [Fact]
    [Trait("row", "T14")]
    public void Requests_that_a_device_takes_have_together_the_bytes_of_the_whole() =>
        RangeLists.Check(ranges =>
        {
            LentArray memory = RangeLists.StorageOf(ranges.Select(static range =>
                Bytes(range.Phyr.Start.Value & ~511UL, (range.LengthBytes + 511) & ~511UL)));
            RangeLimits limits = new() { MaxBytes = 0x1_0000, BoundaryMask = 0xf_ffff, VirtBoundaryMask = 0xfff };
            List<CpuRange> seen = [];
            BlockRequest? left = new(memory);
            ulong sector = 0;
            while (left is not null)
            {
                BlockRequest taken = left.SplitFor(limits, 4, out left);
                seen.AddRange(RangeLists.Of(taken.Memory));
                Assert.Equal(sector, taken.StartSector);
                sector += taken.LengthBytes / 512;
            }

            return RangeLists.Merged(seen).SequenceEqual(RangeLists.Merged(RangeLists.Of(memory)));
        });

    private static CpuRange Bytes(ulong start, ulong length) => new(new Phyr(new PhysAddr(start), length));
}
