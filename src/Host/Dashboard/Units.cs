using System.Globalization;

namespace PhyrActors.Host;

/// <summary>Quantities as people read them: three or four digits and a unit.</summary>
internal static class Units
{
    private static readonly string[] s_bytes = ["B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"];

    public static string Count(long value) => value.ToString("N0", CultureInfo.InvariantCulture);

    public static string Count(ulong value) => value.ToString("N0", CultureInfo.InvariantCulture);

    public static string Bytes(double value)
    {
        int unit = 0;
        while (value >= 1024 && unit < s_bytes.Length - 1)
        {
            value /= 1024;
            unit++;
        }

        return $"{Short(value)} {s_bytes[unit]}";
    }

    public static string Seconds(double value) => value < 1 ? Nanoseconds((long)(value * 1e9)) : $"{Short(value)} s";

    public static string Nanoseconds(long value) => value switch
    {
        < 1_000 => $"{value} ns",
        < 1_000_000 => $"{Short(value / 1e3)} us",
        < 1_000_000_000 => $"{Short(value / 1e6)} ms",
        _ => $"{Short(value / 1e9)} s",
    };

    /// <summary>Time that may be days: two units of it.</summary>
    public static string Long(double seconds) => seconds switch
    {
        < 60 => Seconds(seconds),
        < 3600 => $"{(long)seconds / 60} min {(long)seconds % 60} s",
        < 86_400 => $"{(long)seconds / 3600} h {(long)seconds / 60 % 60} min",
        _ => $"{Count((long)seconds / 86_400)} d {(long)seconds / 3600 % 24} h",
    };

    /// <summary>A share with its sign.</summary>
    public static string Growth(double share) =>
        (share * 100).ToString("+0.0;-0.0;0.0", CultureInfo.InvariantCulture) + " %";

    /// <summary>How many interleavings there seem to be; infinity stands for a number beyond all guessing.</summary>
    public static string Interleavings(double count) => double.IsFinite(count)
        ? string.Create(CultureInfo.InvariantCulture, $"about {count:0.#E+0} interleavings")
        : "more interleavings than can be guessed";

    public static string Percent(double share) => (share * 100).ToString("0.0", CultureInfo.InvariantCulture) + " %";

    /// <summary>How many times less, or nothing where it cannot be said.</summary>
    public static string Ratio(double from, double to) => to > 0 ? $"{Short(from / to)}x" : "-";

    private static string Short(double value) =>
        value.ToString(value >= 100 ? "#,0" : value >= 10 ? "0.0" : "0.##", CultureInfo.InvariantCulture);
}
