namespace PhyrActors.Model.Tests;

/// <summary>Every storage that has a CPU side, by name, and what each must refuse, said a second time.</summary>
internal static class StorageFormats
{
    /// <summary>A peer's memory with struct pages, and memory of a device without.</summary>
    public static readonly ProviderTable Providers = new(
        new MemoryProvider(1, new Phyr(new PhysAddr(0x100_0000_0000), 1UL << 30), LentKind.WithPages),
        new MemoryProvider(2, new Phyr(new PhysAddr(0x200_0000_0000), 1UL << 30), LentKind.WithoutPages));

    private static readonly (string Name, Func<ICpuSink> New, bool UnderOneAddress, bool Lent, bool Pageless)[] s_all =
    [
        ("compressed", static () => new RangeCpuBuilder(), true, false, false),
        ("scatterlist 24", static () => new Scatterlist(ScatterlistLayout.WithoutDmaLength, Providers),
            false, true, false),
        ("scatterlist 32", static () => new Scatterlist(ScatterlistLayout.WithDmaLength, Providers),
            false, true, false),
        ("bio_vec", static () => new BioVecArray(Providers), false, true, false),
        ("bio chain", static () => new BioChain(Providers), false, true, false),
        ("pages", static () => new PageArray(Providers), true, true, false),
        ("folios", static () => new FolioArray(), true, false, false),
        ("phyrs", static () => new PhyrArray(), false, false, false),
        ("packed 8/12", static () => new PackedRunList(), false, false, false),
        ("rlist", static () => new RListCpu(), false, true, true),
        ("lent", static () => new LentArray(), false, true, true),
    ];

    public static IEnumerable<string> Names => s_all.Select(static format => format.Name);

    public static IEnumerable<(string From, string To)> Pairs =>
        from source in Names from sink in Names select (source, sink);

    public static ICpuSink New(string name) => s_all.Single(format => format.Name == name).New();

    /// <summary>Whether a storage can hold a list, by what the format is.</summary>
    public static bool CanHold(string name, IReadOnlyList<CpuRange> ranges)
    {
        var format = s_all.Single(format => format.Name == name);
        return (!format.UnderOneAddress || RangeCpuBuilder.Accepts([.. ranges.Select(range => range.Phyr)]))
            && (format.Lent || ranges.All(range => !range.IsLent))
            && (format.Pageless || ranges.All(range => range.HasPages));
    }

    /// <summary>The storage of a list, or null and the reason.</summary>
    public static IRangeStorage<CpuRange>? Filled(string name, IEnumerable<CpuRange> ranges, out string? refusal)
    {
        ICpuSink sink = New(name);
        foreach (CpuRange range in ranges)
        {
            refusal = sink.WhyNot(range);
            if (refusal is not null)
            {
                return null;
            }

            sink.Append(range);
        }

        refusal = null;
        return sink.Finish();
    }
}
