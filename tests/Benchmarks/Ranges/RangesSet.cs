namespace PhyrActors.Benchmarks;

/// <summary>The compressed form of a range beside a plain list of structs: bytes and times a chunk.</summary>
internal static class RangesSet
{
    public static IEnumerable<IReportLine> Lines()
    {
        ChunkList byNumber = ChunkList.Of("number", FolioMixes.ByNumber, 72_000);
        ChunkList bySize = ChunkList.Of("size", FolioMixes.BySize, 3_000_000);
        ChunkList huge = ChunkList.Of("2m", FolioMixes.Only(9), 51_200);
        ChunkList small = ChunkList.Of("4k", FolioMixes.Only(0), 26_214_400);
        foreach ((ChunkList list, double goal) in
            ((ChunkList, double)[])[(byNumber, 3.3), (bySize, 4.2), (huge, 2.6), (small, 3.7)])
        {
            yield return new Density($"bytes-{list.Name}", list.BytesAChunk, goal);
        }

        foreach (Benchmark benchmark in Benchmarks(byNumber, bySize, small))
        {
            yield return Runner.Run(benchmark);
        }
    }

    public static IEnumerable<Benchmark> Benchmarks(ChunkList byNumber, ChunkList bySize, ChunkList small) =>
    [
        .. Speeds(byNumber), .. Speeds(bySize),
        LookUp(byNumber, nanosecondsMax: 100), LookUp(small, nanosecondsMax: 300),
        .. WalkLoad.Benchmarks(),
        .. CoalesceLoad.Benchmarks(),
    ];

    private static IEnumerable<Benchmark> Speeds(ChunkList list)
    {
        yield return new Benchmark($"encode-{list.Name}", "chunks/s", list.Encode, list.Collect) { Goal = 1e9 / 25 };
        yield return new Benchmark($"decode-{list.Name}", "chunks/s", list.Decode, list.Copy) { Goal = 1e9 / 2 };
        (Func<int, long> range, Func<int, long> span) = list.Walks();
        yield return new Benchmark($"walk-{list.Name}", "chunks/s", range, span);
    }

    private static Benchmark LookUp(ChunkList list, double nanosecondsMax) =>
        new($"look-up-{list.Name}", "look-ups/s", list.LookUp, list.Search) { Goal = 1e9 / nanosecondsMax };
}
