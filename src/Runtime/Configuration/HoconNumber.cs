using System.Globalization;

namespace PhyrActors.Runtime;

/// <summary>Reads numbers and booleans.</summary>
/// <remarks>Each reader returns what was expected, or null if the text was read.</remarks>
internal static class HoconNumber
{
    public static string? ReadInt(string text, out int value)
    {
        string? expected = ReadLong(text, out long wide);
        value = expected is null && (int)Math.Clamp(wide, int.MinValue, int.MaxValue) == wide ? (int)wide : 0;
        return expected ?? (value == wide ? null : "a whole number of 32 bits");
    }

    public static string? ReadLong(string text, out long value)
    {
        if (long.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out value))
        {
            return null;
        }

        long? read = HoconQuantity.Read(text, unit => unit.Length == 0 ? 1 : null, out bool isWhole);
        value = read ?? 0;
        return read is not null ? null : isWhole ? "a whole number such as 10" : "a whole number of 64 bits";
    }

    public static string? ReadDouble(string text, out double value) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value) && double.IsFinite(value)
            ? null
            : "a number such as 1.5";

    public static string? ReadBoolean(string text, out bool value)
    {
        value = text is "true" or "on" or "yes";
        return value || text is "false" or "off" or "no" ? null : "true or false (or on, off, yes, no)";
    }

    public static string? ReadText(string text, out string value)
    {
        value = text;
        return null;
    }
}
