using System.Globalization;

namespace PhyrActors.Runtime;

/// <summary>Reads a number with a unit behind it.</summary>
/// <remarks>Source: the HOCON specification, "Units format".</remarks>
internal static class HoconQuantity
{
    private const NumberStyles Style =
        NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;

    /// <summary>The quantity in the unit whose factor is 1; null if the text is none.</summary>
    /// <param name="text">A number, white space or none, a unit or none.</param>
    /// <param name="factorOf">The factor of a unit, "" for no unit; null for an unknown one.</param>
    /// <param name="isWhole">False if the quantity is a fraction, or does not fit 64 bits.</param>
    public static long? Read(string text, Func<string, decimal?> factorOf, out bool isWhole)
    {
        isWhole = true;
        ReadOnlySpan<char> trimmed = text.AsSpan().Trim();
        int unitStart = trimmed.Length;
        while (unitStart > 0 && char.IsLetter(trimmed[unitStart - 1]))
        {
            unitStart--;
        }

        if (factorOf(trimmed[unitStart..].ToString()) is not { } factor
            || !decimal.TryParse(
                trimmed[..unitStart].TrimEnd(), Style, CultureInfo.InvariantCulture, out decimal number))
        {
            return null;
        }

        isWhole = Math.Abs(number) <= long.MaxValue / factor && decimal.IsInteger(number * factor);
        return isWhole ? (long)(number * factor) : null;
    }
}
