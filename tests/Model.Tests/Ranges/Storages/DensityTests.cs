namespace PhyrActors.Model.Tests;

public sealed class DensityTests
{
    [Theory]
    [InlineData(0, 0x2000, 8)]
    [InlineData(0, 0x3000, 12)]
    [InlineData(0x10_0000_0000, 0x4000_0000, 8)]
    [InlineData(0x123, 0x1000, 8)]
    [InlineData(0x123, 0x2000, 12)]
    [InlineData(0x123, 0xedd, 8)]
    [Trait("row", "P4")]
    public void A_packed_run_takes_8_bytes_if_it_is_a_natural_block_and_12_if_not(
        ulong start, ulong lengthBytes, ulong entryBytes)
    {
        PackedRunList list = new();

        list.Append(new CpuRange(new Phyr(new PhysAddr(start), lengthBytes)));

        Assert.Equal(entryBytes, list.EntryBytes);
    }

    [Theory]
    [InlineData(0x100, 12)]
    [InlineData(0x1ff_ffff, 12)]
    [InlineData(0x200_0000, 12 + 12 + 12)]
    [Trait("row", "P4")]
    public void Bytes_inside_a_list_take_12_bytes_up_to_32_MiB(ulong lengthBytes, ulong entryBytes)
    {
        CpuRange frame = new(new Phyr(new PhysAddr(1UL << 40), 4096));
        CpuRange inside = new(new Phyr(new PhysAddr(0x801), lengthBytes));
        PackedRunList list = new();

        list.Append(frame);
        list.Append(inside);
        list.Append(frame);

        Assert.Equal(8 + entryBytes + 8, list.EntryBytes);
        Assert.Equal([frame, inside, frame], RangeLists.Merged(RangeLists.Of(list)));
    }

    [Theory]
    [InlineData(0, 0x1000, 0, 63)]
    [InlineData(0, 0x4000_0000, 0, 63)]
    [InlineData(0x10, 0x10, 0, 31)]
    [InlineData(0, 0x1000, 2, 21)]
    [Trait("row", "P5")]
    public void An_rlist_fits_63_31_or_21_entries_into_a_chunk(
        ulong offsetBytes, ulong lengthBytes, int provider, int entries)
    {
        RListCpu list = new();
        ulong start = provider == 0 ? 0x100_0000UL : 0x200_0000_0000;
        ulong stride = provider == 0 ? 1UL << 31 : 0x2000;
        for (ulong i = 0; i <= (ulong)entries; i++)
        {
            Assert.Equal(i == (ulong)entries || i > 0 ? 512UL : 0, list.BytesHeld);
            Phyr phyr = new(new PhysAddr(start + (i * stride) + offsetBytes), lengthBytes);
            list.Append(StorageFormats.Providers.Find(phyr));
        }

        Assert.Equal((entries + 1, 1024UL), (list.Count, list.BytesHeld));
    }

    [Theory]
    [InlineData("scatterlist 32", 32.5)]
    [InlineData("scatterlist 24", 24.5)]
    [InlineData("bio_vec", 16)]
    [InlineData("bio chain", 16.5)]
    [InlineData("phyrs", 16)]
    [InlineData("pages", 8)]
    [InlineData("folios", 8)]
    [InlineData("packed 8/12", 8.1)]
    [InlineData("rlist", 8.2)]
    [InlineData("lent", 24)]
    [InlineData("compressed", 3.7)]
    [Trait("row", "P5")]
    public void Scattered_frames_cost_each_storage_what_its_entries_take(string name, double bytesMax)
    {
        const int Frames = 20_000;
        SplitMix numbers = new(1);

        IRangeStorage<CpuRange> storage = StorageFormats.Filled(
            name,
            Enumerable.Range(0, Frames).Select(_ => new CpuRange(
                new Phyr(new Pfn(numbers.Below(1UL << 27) * 2).Address, 4096))),
            out _)!;

        Assert.InRange((double)storage.BytesHeld / Frames, bytesMax * 0.9, bytesMax);
    }

    [Theory]
    [InlineData(0xffff_f000, 1)]
    [InlineData(0x1_0000_0000, 2)]
    [InlineData(0x1_4000_0000, 2)]
    [InlineData(0x2_8000_0000, 3)]
    [Trait("row", "T3")]
    [Trait("row", "T4")]
    public void A_bio_ends_below_4_GiB_as_its_length_has_32_bits(ulong lengthBytes, int bios)
    {
        BioChain chain = new();

        chain.Append(new CpuRange(new Phyr(new PhysAddr(0), lengthBytes)));

        Assert.Equal((bios, lengthBytes), (chain.Count, chain.LengthBytes));
    }

    [Fact]
    [Trait("row", "T3")]
    public void A_bio_vec_array_splits_4_GiB_and_phyrs_do_not()
    {
        CpuRange range = new(new Phyr(new PhysAddr(0), 4 * Ranges.GiB));
        (BioVecArray vectors, PhyrArray phyrs) = (new(), new());

        vectors.Append(range);
        phyrs.Append(range);

        Assert.Equal((2, 1), (vectors.Count, phyrs.Count));
    }
}
