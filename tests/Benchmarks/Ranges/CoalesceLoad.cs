namespace PhyrActors.Benchmarks;

/// <summary>100 GiB of frames of 4 KiB, merged into runs; beside a copy of the array.</summary>
internal static class CoalesceLoad
{
    private const int Frames = 26_214_400;

    public static IEnumerable<Benchmark> Benchmarks()
    {
        FrameRun[] runs = new FrameRun[Frames];
        uint[] copy = new uint[Frames];
        yield return Over(99, millisecondsMax: 15, runs, copy);
        yield return Over(0, millisecondsMax: 60, runs, copy);
    }

    private static Benchmark Over(int contiguousPercent, double millisecondsMax, FrameRun[] runs, uint[] copy)
    {
        uint[] frames = FramesFor(contiguousPercent);
        return new Benchmark($"coalesce-{contiguousPercent}", "frames/s", Coalesce, Copy)
        {
            Goal = Frames / millisecondsMax * 1000,
        };

        long Coalesce(int times)
        {
            int count = 0;
            for (int i = 0; i < times; i++)
            {
                count += FrameRuns.Coalesce(frames, runs);
            }

            return count == 0 ? 0 : (long)times * Frames;
        }

        long Copy(int times)
        {
            for (int i = 0; i < times; i++)
            {
                frames.AsSpan().CopyTo(copy);
            }

            return (long)times * Frames;
        }
    }

    private static uint[] FramesFor(int contiguousPercent)
    {
        SplitMix64 random = new(3);
        uint[] frames = new uint[Frames];
        for (int i = 1; i < Frames; i++)
        {
            frames[i] = random.Below(100) < contiguousPercent ? frames[i - 1] + 1 : (uint)random.Below(1 << 28);
        }

        return frames;
    }
}
