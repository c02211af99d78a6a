namespace PhyrActors.Benchmarks;

/// <summary>Maps, unmaps and translations of one I/O page table, beside an array fill and a bare table walk.</summary>
internal static class PageTableSet
{
    private const ulong Page = Pfn.FrameSizeBytes;
    private const ulong GiB = 1UL << 30;
    private const ulong Start = 5 * GiB;

    /// <summary>Not a multiple of 2 MiB apart from the IOVA, so that only small leaves fit.</summary>
    private const ulong SmallPhys = (9 * GiB) + Page;

    public static IEnumerable<Benchmark> Benchmarks()
    {
        yield return MapBulk("map-4k-bulk", GiB, SmallPhys, Page, 1e9, 0.4);
        yield return MapSingle();
        yield return MapBulk("map-2m-bulk", 64 * GiB, 64 * GiB, 512 * Page, 2.5e8, 0);
        yield return UnmapBulk();
        yield return Translate();
        yield return Link();
    }

    private static Benchmark MapBulk(
        string name, ulong lengthBytes, ulong phys, ulong leafBytes, double goal, double goalRatio)
    {
        TableLoad load = new(2048);
        long leaves = (long)(lengthBytes / leafBytes);
        return new Benchmark(name, "entries/s", MapTimes, Fill(leaves))
        {
            Goal = goal,
            GoalRatio = goalRatio,
            Uncounted = () => load.Uncounted,
        };

        long MapTimes(int times)
        {
            for (int i = 0; i < times; i++)
            {
                load.Map(Start, phys, lengthBytes);
                load.WithoutCounting(() => load.Unmap(Start, lengthBytes));
            }

            return times * leaves;
        }
    }

    private static Benchmark MapSingle()
    {
        const long leaves = (long)(GiB / Page);
        TableLoad load = new(2048);
        return new Benchmark("map-4k-single", "entries/s", MapTimes, Fill(leaves))
        {
            Goal = 1.5e8,
            Uncounted = () => load.Uncounted,
        };

        long MapTimes(int times)
        {
            for (int i = 0; i < times; i++)
            {
                for (ulong at = 0; at < GiB; at += Page)
                {
                    load.Map(Start + at, SmallPhys + at, Page);
                }

                load.WithoutCounting(() => load.Unmap(Start, GiB));
            }

            return times * leaves;
        }
    }

    private static Benchmark UnmapBulk()
    {
        const long leaves = (long)(GiB / Page);
        TableLoad load = new(2048);
        return new Benchmark("unmap-4k-bulk", "entries/s", UnmapTimes, Fill(leaves))
        {
            Goal = 5e8,
            Uncounted = () => load.Uncounted,
        };

        long UnmapTimes(int times)
        {
            for (int i = 0; i < times; i++)
            {
                load.WithoutCounting(() => load.Map(Start, SmallPhys, GiB));
                load.Unmap(Start, GiB);
            }

            return times * leaves;
        }
    }

    private static Benchmark Translate()
    {
        const ulong length = 32 * GiB;
        const int batch = 1000;
        TableLoad load = new(17_000);
        load.Map(Start, SmallPhys, length);
        BareTable bare = new(Start, SmallPhys, length / Page);
        return new Benchmark("translate-32gib", "translations/s", TranslateTimes, WalkTimes) { GoalRatio = 0.25 };

        long TranslateTimes(int times)
        {
            Addresses addresses = new(length);
            for (int i = 0; i < times * batch; i++)
            {
                ulong at = addresses.Next();
                if (!load.Table.TryTranslate(new Iova(Start + at), out IoTranslation translation)
                    || translation.Phys.Value != SmallPhys + at)
                {
                    throw new InvalidOperationException($"wrong translation of {at:x}");
                }
            }

            return (long)times * batch;
        }

        long WalkTimes(int times)
        {
            Addresses addresses = new(length);
            for (int i = 0; i < times * batch; i++)
            {
                ulong at = addresses.Next();
                if (bare.Walk(Start + at) != SmallPhys + at)
                {
                    throw new InvalidOperationException($"wrong walk of {at:x}");
                }
            }

            return (long)times * batch;
        }
    }

    /// <summary>The same GiB as 512 chunks and, for a baseline, as 262,144.</summary>
    private static Benchmark Link()
    {
        TableLoad load = new(2048);
        return new Benchmark("link-1gib-by-2m-chunks", "links/s", Times(9), Times(0))
        {
            GoalRatio = 100,
            Uncounted = () => load.Uncounted,
        };

        Func<int, long> Times(int order)
        {
            RangeCpu range = Scattered(order);
            return times =>
            {
                for (int i = 0; i < times; i++)
                {
                    load.Map(Start, range);
                    load.WithoutCounting(() => load.Unmap(Start, GiB));
                }

                return times;
            };
        }
    }

    /// <summary>A GiB of blocks of one order, no two of them neighbours.</summary>
    private static RangeCpu Scattered(int order)
    {
        RangeCpuBuilder builder = new();
        ulong blocks = GiB >> (Pfn.FrameSizeLog2 + order);
        for (ulong i = 0; i < blocks; i++)
        {
            builder.AppendRun(new Pfn((1 + (2 * i)) << order), 1UL << order);
        }

        return builder.Build();
    }

    private static Func<int, long> Fill(long entries)
    {
        ulong[] array = new ulong[entries];
        return times =>
        {
            for (int i = 0; i < times; i++)
            {
                Array.Fill(array, (ulong)i);
            }

            return times * entries;
        };
    }

    /// <summary>Independent addresses below a power of two.</summary>
    private struct Addresses(ulong length)
    {
        private ulong _state;

        public ulong Next()
        {
            unchecked
            {
                _state += 0x9E3779B97F4A7C15;
                ulong mixed = (_state ^ (_state >> 30)) * 0xBF58476D1CE4E5B9;
                return (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB >> 20 & (length - 1);
            }
        }
    }
}
