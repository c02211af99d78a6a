using System.Reflection;

namespace PhyrActors.Model.Tests;

public sealed class ScatterlistTests
{
    private const ScatterlistLayout Without = ScatterlistLayout.WithoutDmaLength;
    private const ScatterlistLayout With = ScatterlistLayout.WithDmaLength;

    [Theory]
    [InlineData(Without, 24)]
    [InlineData(With, 32)]
    [Trait("row", "T5")]
    [Trait("row", "T7")]
    public void Tables_hold_128_entries_and_the_last_of_each_but_the_last_leads_on(
        ScatterlistLayout layout, ulong entryBytes)
    {
        List<int> taken = [];
        Scatterlist list = new(layout, mayTake: bytes => Take(taken, bytes));

        Errno errno = list.AppendPages(Scattered(256), 0, 256 * 4096, 4096, 0);

        Assert.Equal((Errno.None, 256, 256), (errno, list.OrigNents, list.TotalNents));
        Assert.Equal([128 * (int)entryBytes, 128 * (int)entryBytes, 2 * (int)entryBytes], taken);
        Assert.Equal(ScatterlistFormat.TableBytes(256) / 32 * entryBytes, list.BytesHeld);
        Assert.Equal(256, RangeLists.Of(list.Cpu).Count);
    }

    [Fact]
    [Trait("row", "T7")]
    public void A_list_of_any_length_takes_no_table_above_a_page_and_survives_a_refusal_of_each()
    {
        Errno none = Errno.None;
        for (int granted = 0; granted < 9; granted++)
        {
            List<int> taken = [];
            int left = int.MaxValue;
            Scatterlist list = new(With, mayTake: bytes => left-- > 0 && Take(taken, bytes));
            list.AppendPages(Scattered(3), 0, 3 * 4096, 4096, leftPages: 1000);
            List<CpuRange> before = RangeLists.Of(list.Cpu);
            left = granted;

            Errno errno = list.AppendPages(Scattered(1000, from: 5), 0, 1000 * 4096, 8192, 0);

            Assert.Equal(granted < 7 ? Errno.ENOMEM : none, errno);
            Assert.InRange(taken.Max(), 1, 4096);
            Assert.Equal(errno == none ? 1003 : 3, list.OrigNents);
            Assert.Equal(before, RangeLists.Of(list.Cpu).Take(3));
            left = int.MaxValue;
            Assert.True(errno == none || list.AppendPages(Scattered(1000, from: 5), 0, 4096000, 8192, 0) == none);
            Assert.Equal(1003, RangeLists.Of(list.Cpu).Count);
        }
    }

    [Fact]
    [Trait("row", "T5")]
    [Trait("row", "D9")]
    public void An_iommu_makes_the_devices_side_one_entry_and_the_cpus_stays()
    {
        Scatterlist list = new(With);
        list.AppendPages(Scattered(300), 0, 300 * 4096, 4096, 0);
        List<CpuRange> before = RangeLists.Of(list.Cpu);

        list.SetDma(new RangeDma(new DmaRange(new Iova(0x10_0000), 300 * 4096)));

        Assert.Equal((1, 300), (list.Nents, list.OrigNents));
        Assert.Equal([new DmaRange(new Iova(0x10_0000), 300 * 4096)], RangeLists.Of(list.Dma));
        Assert.Equal(before, RangeLists.Of(list.Cpu));
    }

    [Fact]
    [Trait("row", "T5")]
    public void Without_dma_lengths_the_devices_side_is_entry_for_entry_as_long_as_the_cpus()
    {
        Scatterlist list = new(Without);
        list.AppendPages(Scattered(2), 0, 2 * 4096, 4096, 0);
        RangeDma merged = new(new DmaRange(new Iova(0), 2 * 4096));
        RangeDma entries = new(new DmaRange(new Iova(0x5000), 4096), new DmaRange(new Iova(0x9000), 4096));

        Assert.Throws<ArgumentException>(() => list.SetDma(merged));
        list.SetDma(entries);

        Assert.Equal(entries.Entries.ToArray(), RangeLists.Of(list.Dma));
    }

    [Fact]
    public void A_device_cannot_have_more_entries_or_other_lengths_than_the_cpu()
    {
        Scatterlist list = new(With);
        list.AppendPages([new FrameRun(7, 2)], 0, 2 * 4096, 8192, 0);

        Assert.Throws<ArgumentException>(() => list.SetDma(
            new RangeDma(new DmaRange(new Iova(0), 4096), new DmaRange(new Iova(0x9000), 4096))));
        Assert.Throws<ArgumentException>(() => list.SetDma(new RangeDma(new DmaRange(new Iova(0), 4096))));
        Assert.Throws<InvalidOperationException>(() => list.Dma);
    }

    [Fact]
    [Trait("row", "T9")]
    public void An_imported_dma_buf_has_a_devices_side_and_any_use_of_the_cpus_is_refused()
    {
        RangeDma dma = new(new DmaRange(new Iova(0x7000), 0x2000), new DmaRange(new BusAddr(0x1_0000), 0x1000));

        Scatterlist list = Scatterlist.OfDmaBuf(With, dma);

        Assert.Equal(dma.Entries.ToArray(), RangeLists.Of(list.Dma));
        Assert.Contains("iova 0x7000+0x2000", Assert.Throws<InvalidOperationException>(() => list.Cpu).Message);
        Assert.Contains("0x1000", list.WhyNot(new CpuRange(new Phyr(new PhysAddr(0x1000), 1))));
    }

    [Fact]
    [Trait("row", "T8")]
    public void The_page_of_a_peers_memory_leads_to_its_provider()
    {
        Phyr lent = new(new PhysAddr(0x100_0000_3000), 0x2000);
        Scatterlist list = new(With, StorageFormats.Providers);
        list.Append(new CpuRange(new Phyr(new PhysAddr(0x5000), 0x1000)));

        list.Append(StorageFormats.Providers.Find(lent));

        Assert.Equal([0, 1], RangeLists.Of(list.Cpu).Select(range => range.Provider));
    }

    [Fact]
    [Trait("row", "T6")]
    public void No_member_of_a_dieted_list_leads_to_the_cpus_side()
    {
        Type[] cpu = [typeof(CpuRange), typeof(Phyr), typeof(PhysAddr), typeof(Pfn), typeof(RangeCpu), typeof(BioVec)];

        IEnumerable<string> reached = Reached(typeof(DietScatterlist)).Concat(Reached(typeof(DmaRange)))
            .Where(cpu.Contains).Select(type => type.Name);

        Assert.Empty(reached);
    }

    [Fact]
    [Trait("row", "T6")]
    [Trait("row", "R2")]
    public void A_dieted_list_keeps_16_bytes_an_entry_in_tables_of_a_page()
    {
        DietScatterlist list = new();
        List<DmaRange> ranges =
        [
            .. Enumerable.Range(0, 1000).Select(i => i % 3 == 0
                ? new DmaRange(new BusAddr((ulong)i << 13), 5 * Ranges.GiB)
                : new DmaRange(new Iova((ulong)i << 13), 1)),
        ];

        ranges.ForEach(list.Append);

        Assert.Equal(ranges, RangeLists.Of(list));
        Assert.Equal((1000UL * 16) + (4 * 8), list.BytesHeld);
    }

    [Fact]
    [Trait("row", "D1")]
    public void Phyrs_become_the_entries_of_their_pages()
    {
        Phyr[] phyrs =
        [
            new(new PhysAddr(0x5_0123), 0x2edd), new(new PhysAddr(0x5_3000), 0x3000), new(new PhysAddr(0x9000), 0x777),
        ];
        Scatterlist list = new(With);

        Errno errno = list.MapPhyrs(phyrs, 0x4000);

        Assert.Equal(Errno.None, errno);
        Assert.Equal(
            [new(new PhysAddr(0x5_0123), 0x3edd), new(new PhysAddr(0x5_4000), 0x2000), phyrs[2]],
            RangeLists.Of(list.Cpu).Select(range => range.Phyr));
    }

    [Fact]
    [Trait("row", "D1")]
    public void Phyrs_and_a_walk_with_the_same_limit_agree() =>
        RangeLists.Check(ranges =>
        {
            Phyr[] phyrs = [.. ranges.Select(range => range.Phyr)];
            Scatterlist list = new(With, StorageFormats.Providers);
            Errno errno = list.MapPhyrs(phyrs, 0x3000);

            return RangeCpuBuilder.TryFrom(phyrs) is not { } range
                ? errno == Errno.EINVAL
                : RangeLists.Of(list.Cpu).Select(entry => entry.Phyr).SequenceEqual(Ranges.Segments(range, 0x3000));
        });

    [Theory]
    [InlineData(4095, 0, 1)]
    [InlineData(4096, 1, 1)]
    [InlineData(4096, 0, 0)]
    public void No_pages_a_limit_below_a_frame_and_an_offset_in_the_middle_are_invalid(
        ulong maxSegmentBytes, uint offsetBytes, int pages)
    {
        Scatterlist list = new(With);
        list.AppendPages([new FrameRun(1, 1)], 0, 4096, 4096, 5);

        Errno errno = list.AppendPages(Scattered(pages), offsetBytes, 4096, maxSegmentBytes, 0);

        Assert.Equal(Errno.EINVAL, errno);
    }

    [Fact]
    public void A_list_that_has_ended_takes_no_more()
    {
        Scatterlist list = new(With);
        list.AppendPages(Scattered(3), 0, 3 * 4096, 4096, leftPages: 0);

        Errno errno = list.AppendPages(Scattered(1, from: 9), 0, 4096, 4096, leftPages: 0);

        Assert.Equal((Errno.EINVAL, 3), (errno, list.OrigNents));
        Assert.Contains("[0x9000, 0x9fff]", list.WhyNot(new CpuRange(new Phyr(new PhysAddr(0x9000), 0x1000))));
    }

    private static FrameRun[] Scattered(int count, uint from = 0) =>
        [.. Enumerable.Range(0, count).Select(i => new FrameRun(((from + (uint)i) * 2) + 10, 1))];

    private static bool Take(List<int> taken, int bytes)
    {
        taken.Add(bytes);
        return true;
    }

    private static IEnumerable<Type> Reached(Type type) => type
        .GetMembers(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static)
        .SelectMany(static member => member switch
        {
            MethodInfo method => method.GetParameters().Select(static parameter => parameter.ParameterType)
                .Append(method.ReturnType),
            PropertyInfo property => [property.PropertyType],
            FieldInfo field => [field.FieldType],
            _ => Enumerable.Empty<Type>(),
        });
}
