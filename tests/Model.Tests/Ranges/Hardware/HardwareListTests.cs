namespace PhyrActors.Model.Tests;

public sealed class HardwareListTests
{
    private const ulong ListStart = 0xff00_0000;

    private static readonly DmaRange s_lists = new(new Iova(ListStart), 1 << 20);

    [Fact]
    [Trait("row", "U1")]
    public void A_controller_that_follows_prps_finds_the_bytes_that_were_mapped() =>
        RangeLists.Check(ranges =>
        {
            DietScatterlist memory = Mapped(ranges);
            bool canBe = NvmePrps.WhyNot(memory) is null;

            return canBe == IsForPrps(ranges)
                && (!canBe || SequenceOf(NvmePrps.Of(memory, s_lists).Follow(ListStart)).SequenceEqual(
                    SequenceOf(RangeLists.Of(memory))));
        });

    [Theory]
    [InlineData(1, 0)]
    [InlineData(2, 0)]
    [InlineData(3, 2)]
    [InlineData(513, 512)]
    [InlineData(514, 512 + 2)]
    [InlineData(1024, 512 + 512)]
    [InlineData(1025, 512 + 512 + 2)]
    [Trait("row", "U1")]
    public void Prp_lists_have_512_entries_of_which_the_last_leads_on(int pages, int entries)
    {
        DietScatterlist memory = Mapped([Bytes(0x10_0000, (ulong)pages << 12)]);

        NvmePrps prps = NvmePrps.Of(memory, s_lists);

        Assert.Equal(entries, prps.Lists.Length);
        Assert.Equal(pages, prps.Follow(ListStart).Count());
        Assert.Equal(pages > 513 ? ListStart + 4096 : 0, entries > 512 ? prps.Lists[511] : 0);
    }

    [Fact]
    [Trait("row", "U1")]
    public void A_controller_that_follows_an_sgl_finds_the_bytes_that_were_mapped() =>
        RangeLists.Check(ranges =>
        {
            List<CpuRange> words = [.. ranges.Select(Words)];
            DietScatterlist memory = Mapped(words);

            NvmeSgls sgls = NvmeSgls.Of(memory, s_lists);

            return SequenceOf(sgls.Follow(ListStart)).SequenceEqual(SequenceOf(RangeLists.Of(memory)));
        });

    [Theory]
    [InlineData(1, 0)]
    [InlineData(2, 2)]
    [InlineData(256, 256)]
    [InlineData(257, 256 + 2)]
    [InlineData(600, 256 + 256 + 90)]
    [Trait("row", "U1")]
    public void Sgl_segments_have_256_descriptors_of_which_the_last_leads_on(int blocks, int descriptors)
    {
        DietScatterlist memory = Mapped(Enumerable.Range(0, blocks).Select(i => Bytes((ulong)i << 13, 4096)));

        NvmeSgls sgls = NvmeSgls.Of(memory, s_lists);

        Assert.Equal((descriptors, blocks), (sgls.Segments.Length, sgls.Follow(ListStart).Count()));
    }

    [Fact]
    [Trait("row", "T4")]
    public void A_block_of_5_GiB_takes_two_descriptors_whose_lengths_do_not_wrap()
    {
        DietScatterlist memory = Mapped([Bytes(0, 5 * Ranges.GiB)]);

        ulong bytes = NvmeSgls.Of(memory, s_lists).Follow(ListStart)
            .Aggregate(0UL, (sum, block) => sum + block.LengthBytes);

        Assert.Equal(5 * Ranges.GiB, bytes);
    }

    [Theory]
    [InlineData(0x1002, 0x1000)]
    [InlineData(0x1000, 0x1002)]
    public void Bytes_inside_a_double_word_are_refused_by_name(ulong start, ulong lengthBytes)
    {
        DietScatterlist memory = Mapped([Bytes(start, lengthBytes)]);

        ArgumentException refusal = Assert.Throws<ArgumentException>(() => NvmeSgls.Of(memory, s_lists));

        Assert.Contains($"iova 0x{start:x}+0x{lengthBytes:x}", refusal.Message);
    }

    [Fact]
    public void Lists_that_do_not_fit_their_memory_are_refused()
    {
        DmaRange small = new(new Iova(ListStart), 4096);
        DietScatterlist memory = Mapped(Enumerable.Range(0, 1000).Select(i => Bytes((ulong)i << 13, 4096)));

        Assert.Throws<ArgumentException>(() => NvmePrps.Of(memory, small));
        Assert.Throws<ArgumentException>(() => NvmeSgls.Of(memory, small));
    }

    [Theory]
    [InlineData(0x4000_0000, 0x4000_0000, 0x4000_0000, 30)]
    [InlineData(0x4020_0000, 0x4000_0000, 0x4000_0000, 21)]
    [InlineData(0x4000_1000, 0x7000_1000, 0x20_0000, 21)]
    [InlineData(0x4000_1000, 0x7000_2000, 0x20_0000, 12)]
    [InlineData(0x4000_1800, 0x7000_1800, 0x800, 12)]
    [Trait("row", "U2")]
    public void The_best_page_is_the_largest_on_which_both_addresses_agree(
        ulong dmaStart, ulong hardwareStart, ulong lengthBytes, int log2)
    {
        DietScatterlist memory = Mapped([Bytes(dmaStart, lengthBytes)]);

        PageSize? best = BestBlock.Of(memory, (1UL << 12) | (1UL << 21) | (1UL << 30), hardwareStart);

        Assert.Equal(new PageSize(log2), best);
    }

    [Fact]
    [Trait("row", "U2")]
    public void No_page_is_good_enough_for_addresses_that_differ_inside_one() =>
        Assert.Null(BestBlock.Of(Mapped([Bytes(0x1800, 0x1000)]), 1UL << 12, 0x1000));

    [Fact]
    [Trait("row", "U2")]
    public void Every_byte_of_a_region_lies_where_its_pages_say() =>
        RangeLists.Check(ranges =>
        {
            DietScatterlist memory = Mapped(ranges);
            ulong hardwareStart = 0x7f00_0000_0000 + (ranges[0].Phyr.Start.Value & 0x1f_ffff);
            if (BestBlock.Of(memory, (1UL << 12) | (1UL << 16) | (1UL << 21), hardwareStart) is null)
            {
                return !RangeCpuBuilder.Accepts([.. RangeLists.Merged(ranges).Select(range => range.Phyr)]);
            }

            RdmaPageList list = RdmaPageList.Of(memory, (1UL << 12) | (1UL << 16) | (1UL << 21), hardwareStart);
            ulong offset = 0;
            return RangeLists.Of(memory).TrueForAll(range =>
            {
                ulong fromFirstPage = (hardwareStart & list.Page.OffsetMask) + offset;
                offset += range.LengthBytes;
                return list.Pages[(int)(fromFirstPage >> list.Page.Log2)] + (fromFirstPage & list.Page.OffsetMask)
                    == range.Iova.Value;
            });
        });

    [Fact]
    [Trait("row", "U2")]
    public void A_region_of_2_MiB_folios_is_pages_of_2_MiB()
    {
        DietScatterlist memory = Mapped(Enumerable.Range(0, 10).Select(i => Bytes((ulong)i << 22, 1 << 21)));

        RdmaPageList list = RdmaPageList.Of(memory, (1UL << 12) | (1UL << 21), 0x7f00_0000_0000);

        Assert.Equal((21, 10), (list.Page.Log2, list.Pages.Count));
    }

    [Theory]
    [InlineData(21, 2)]
    [InlineData(16, 1 + 32 + 32)]
    [InlineData(12, 1 + 16 + 512 + 512)]
    [Trait("row", "U2")]
    public void A_region_of_mixed_folios_takes_the_largest_page_that_they_all_are_multiples_of(
        int smallestLog2, int pages)
    {
        IEnumerable<int> log2s = new[] { 21, 16, 12 }.TakeWhile(log2 => log2 >= smallestLog2).Prepend(21);
        DietScatterlist memory = Mapped(log2s.Reverse().Select((log2, i) => Bytes((ulong)(i + 1) << 24, 1UL << log2)));
        ulong start = 0x7f00_0000_0000 - (memory.LengthBytes & 0x1f_ffff);

        RdmaPageList list = RdmaPageList.Of(memory, (1UL << 12) | (1UL << 16) | (1UL << 21), start);

        Assert.Equal((smallestLog2, pages), (list.Page.Log2, list.Pages.Count));
    }

    [Fact]
    [Trait("row", "U2")]
    public void A_region_that_no_page_says_is_refused_by_name()
    {
        ArgumentException refusal = Assert.Throws<ArgumentException>(
            () => RdmaPageList.Of(Mapped([Bytes(0x1800, 0x1000)]), 1UL << 12, 0x1000));

        Assert.Contains("iova 0x1800+0x1000", refusal.Message);
    }

    [Fact]
    public void A_device_with_one_window_takes_neighbours_as_one()
    {
        DietScatterlist memory = Mapped([Bytes(0x1000, 0x1000), Bytes(0x2000, 0x800)]);

        Assert.Equal(new DmaRange(new Iova(0x1000), 0x1800), DmaWindow.Of(memory));
    }

    [Fact]
    public void A_device_with_one_window_takes_nothing_scattered()
    {
        ArgumentException refusal = Assert.Throws<ArgumentException>(
            () => DmaWindow.Of(Mapped([Bytes(0x1000, 0x1000), Bytes(0x3000, 0x800)])));

        Assert.Contains("iova 0x3000+0x800", refusal.Message);
    }

    private static CpuRange Bytes(ulong start, ulong length) => new(new Phyr(new PhysAddr(start), length));

    private static CpuRange Words(CpuRange range) =>
        Bytes(range.Phyr.Start.Value & ~3UL, (range.LengthBytes + 3) & ~3UL);

    private static DietScatterlist Mapped(IEnumerable<CpuRange> ranges)
    {
        DietScatterlist memory = new();
        foreach (CpuRange range in ranges)
        {
            memory.Append(new DmaRange(new Iova(range.Phyr.Start.Value), range.LengthBytes));
        }

        return memory;
    }

    private static bool IsForPrps(List<CpuRange> ranges)
    {
        List<CpuRange> merged = RangeLists.Merged(ranges.Select(range => new CpuRange(range.Phyr)));
        return RangeCpuBuilder.Accepts([.. merged.Select(range => range.Phyr)])
            && (merged[0].Phyr.Start.Value & 3) == 0;
    }

    private static List<(ulong, ulong)> SequenceOf(IEnumerable<DmaRange> ranges) =>
        SequenceOf(ranges.Select(range => (range.Iova.Value, range.LengthBytes)));

    private static List<(ulong, ulong)> SequenceOf(IEnumerable<(ulong Address, ulong LengthBytes)> blocks)
    {
        List<(ulong Address, ulong LengthBytes)> merged = [];
        foreach ((ulong address, ulong lengthBytes) in blocks)
        {
            if (merged.Count > 0 && merged[^1].Address + merged[^1].LengthBytes == address)
            {
                merged[^1] = (merged[^1].Address, merged[^1].LengthBytes + lengthBytes);
            }
            else
            {
                merged.Add((address, lengthBytes));
            }
        }

        return merged;
    }
}
