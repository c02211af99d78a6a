namespace PhyrActors.Runtime;

/// <summary>Reads durations; a bare number counts milliseconds.</summary>
/// <remarks>Source: the HOCON specification, "Duration format"; <c>infinite</c> is Akka's.</remarks>
internal static class HoconDuration
{
    private const string Example = "a duration such as 10us";

    /// <returns>What was expected, or null if the text was read.</returns>
    public static string? ReadNanoseconds(string text, out long nanoseconds)
    {
        long? read = HoconQuantity.Read(text, NanosecondsOf, out bool isWhole);
        nanoseconds = read ?? 0;
        return read is not null ? null : isWhole ? Example : "a duration in whole nanoseconds, at most 292 years";
    }

    /// <returns>What was expected, or null if the text was read.</returns>
    public static string? ReadTimeSpan(string text, out TimeSpan duration)
    {
        if (text is "infinite")
        {
            duration = Timeout.InfiniteTimeSpan;
            return null;
        }

        string? expected = ReadNanoseconds(text, out long nanoseconds);
        duration = TimeSpan.FromTicks(nanoseconds / TimeSpan.NanosecondsPerTick);
        return expected ?? (nanoseconds % TimeSpan.NanosecondsPerTick == 0 ? null : "a duration in steps of 100ns");
    }

    private static decimal? NanosecondsOf(string unit) => unit switch
    {
        "ns" or "nano" or "nanos" or "nanosecond" or "nanoseconds" => 1,
        "us" or "micro" or "micros" or "microsecond" or "microseconds" => 1_000,
        "" or "ms" or "milli" or "millis" or "millisecond" or "milliseconds" => 1_000_000,
        "s" or "second" or "seconds" => 1_000_000_000,
        "m" or "minute" or "minutes" => 60_000_000_000,
        "h" or "hour" or "hours" => 3_600_000_000_000,
        "d" or "day" or "days" => 86_400_000_000_000,
        _ => null,
    };
}
