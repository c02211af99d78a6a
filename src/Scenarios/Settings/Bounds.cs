namespace PhyrActors.Scenarios;

/// <summary>Reads keys with bounds: a value outside is one line with file, line and column.</summary>
internal static class Bounds
{
    public static ulong Bytes(Config config, string path, ulong multipleOf = 1, ulong atLeast = 0)
    {
        long value = config.GetByteSize(path) ?? 0;
        Require(config, path, value >= 0 && (ulong)value >= atLeast, $"at least {atLeast} bytes");
        Require(config, path, (ulong)value % multipleOf == 0, $"a multiple of {multipleOf} bytes");
        return (ulong)value;
    }

    /// <summary>Whole 2 MiB blocks, or whole pages of a part of one.</summary>
    public static ulong Memory(Config config, string path)
    {
        const ulong Block = 1UL << 21;
        ulong bytes = Bytes(config, path, 4096, 4096);
        Require(config, path, bytes < Block || bytes % Block == 0, $"a multiple of {Block} bytes, or less than that");
        return bytes;
    }

    public static long Long(Config config, string path, long min)
    {
        long value = config.GetLong(path);
        Require(config, path, value >= min, $"a whole number from {min} on");
        return value;
    }

    public static int Int(Config config, string path, int min, int max = int.MaxValue)
    {
        int value = config.GetInt(path);
        Require(config, path, value >= min && value <= max, $"a whole number from {min} to {max}");
        return value;
    }

    public static double Double(Config config, string path, double min, double max = double.MaxValue)
    {
        double value = config.GetDouble(path);
        Require(config, path, value >= min && value <= max, $"a number from {min} to {max}");
        return value;
    }

    public static TimeSpan Time(Config config, string path)
    {
        TimeSpan value = config.GetTimeSpan(path);
        Require(config, path, value >= TimeSpan.Zero, "a duration that is not negative");
        return value;
    }

    /// <summary>The interval of a rate a second; zero for the rate 0.</summary>
    public static TimeSpan Interval(Config config, string path)
    {
        double perSecond = Double(config, path, 0, 10_000_000);
        return perSecond == 0 ? TimeSpan.Zero : TimeSpan.FromTicks((long)(TimeSpan.TicksPerSecond / perSecond));
    }

    public static string OneOf(Config config, string path, params ReadOnlySpan<string> words)
    {
        string value = config.GetString(path);
        Require(config, path, words.Contains(value), $"one of {string.Join(", ", words!)}");
        return value;
    }

    /// <summary>A cache has sets whose number is a power of two.</summary>
    public static void RequireCacheShape(Config config, string path, int entries, int ways)
    {
        bool fits = entries % ways == 0 && System.Numerics.BitOperations.IsPow2(entries / ways);
        string waysPath = path.Replace("entries", "ways", StringComparison.Ordinal);
        Require(config, path, fits, $"a power of two times {waysPath}");
    }

    public static void Require(Config config, string path, bool holds, string expected)
    {
        if (!holds)
        {
            throw new ConfigurationException(
                $"{config.Origin(path)}: key '{path}': expected {expected}, found '{config.GetString(path)}'");
        }
    }
}
