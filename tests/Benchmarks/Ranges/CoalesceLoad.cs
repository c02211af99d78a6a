namespace PhyrActors.Benchmarks;

/// <summary>100 GiB of frames of 4 KiB, merged into runs; beside a copy of the array.</summary>
internal static class CoalesceLoad
{
    private const int Frames = 26_214_400;

    public static IEnumerable<Benchmark> Benchmarks()
    {
        FrameRun[] runs = new FrameRun[Frames];
        uint[] copy = new uint[Frames];
        yield return Over(99, millisecondsMax: 15, copiesMax: 2, runs, copy);
        yield return Over(0, millisecondsMax: 60, copiesMax: 4, runs, copy);
    }

    /// <param name="contiguousPercent">Frames that follow the one before.</param>
    /// <param name="millisecondsMax">How long it may take.</param>
    /// <param name="copiesMax">How many copies of the array may be made meanwhile.</param>
    /// <param name="runs">Where to.</param>
    /// <param name="copy">Where the copy goes.</param>
    private static Benchmark Over(
        int contiguousPercent, double millisecondsMax, double copiesMax, FrameRun[] runs, uint[] copy)
    {
        uint[] frames = FramesFor(contiguousPercent);
        return new Benchmark($"coalesce-{contiguousPercent}", "frames/s", Coalesce, Copy)
        {
            Goal = Frames / millisecondsMax * 1000,
            GoalRatio = 1 / copiesMax,
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
