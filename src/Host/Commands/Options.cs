using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace PhyrActors.Host;

/// <summary>Options whose values are checked, with complaints in the words of the command line.</summary>
internal static class Options
{
    public static Option<bool> Json => new("--json") { Description = "Print one JSON object" };

    /// <summary>A whole number from <paramref name="min"/> on; without the option null.</summary>
    public static Option<long?> Number(string name, string description, long min, long max = long.MaxValue) => new(name)
    {
        Description = description,
        HelpName = "N",
        CustomParser = result =>
        {
            string text = TextOf(result);
            if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long number)
                && number >= min && number <= max)
            {
                return number;
            }

            string range = max == long.MaxValue ? $"of at least {min}" : $"from {min} to {max}";
            result.AddError($"{name}: expected a whole number {range}, found '{text}'");
            return null;
        },
    };

    /// <summary>A number of more than 0; without the option null.</summary>
    public static Option<double?> Quantity(string name, string description, double max = 1e6) => new(name)
    {
        Description = description,
        HelpName = "N",
        CustomParser = result =>
        {
            string text = TextOf(result);
            if (double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double number)
                && number > 0 && number <= max)
            {
                return number;
            }

            result.AddError($"{name}: expected a number of more than 0, at most {max}, found '{text}'");
            return null;
        },
    };

    /// <summary>A length of time with its unit, below <paramref name="end"/> or else 40 days; without the option
    /// null.</summary>
    public static Option<TimeSpan?> Duration(string name, string description, TimeSpan? end = null) => new(name)
    {
        Description = description,
        HelpName = "TIME",
        CustomParser = result =>
        {
            string text = TextOf(result);
            if (TryReadDuration(text, end ?? TimeSpan.FromDays(40)) is { } duration && duration > TimeSpan.Zero)
            {
                return duration;
            }

            result.AddError($"{name}: expected a duration such as 500ms, 60s, 5m or 2h, found '{text}'");
            return null;
        },
    };

    private static string TextOf(ArgumentResult result) => result.Tokens is [var token] ? token.Value : string.Empty;

    private static TimeSpan? TryReadDuration(string text, TimeSpan end)
    {
        int digits = text.TakeWhile(c => char.IsAsciiDigit(c) || c == '.').Count();
        TimeSpan? unit = text[digits..] switch
        {
            "ms" => TimeSpan.FromMilliseconds(1),
            "s" => TimeSpan.FromSeconds(1),
            "m" => TimeSpan.FromMinutes(1),
            "h" => TimeSpan.FromHours(1),
            "d" => TimeSpan.FromDays(1),
            _ => null,
        };
        bool isNumber = double.TryParse(
            text.AsSpan(0, digits), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double count);
        return unit is { } length && isNumber && count * length.TotalDays < end.TotalDays ? count * length : null;
    }
}
