using System.Globalization;
using System.Text;
using PhyrActors.Scenarios;

namespace PhyrActors.Host;

/// <summary>The course of one quantity as SVG.</summary>
internal static class CoursePlot
{
    private const int Width = 440;
    private const int Height = 180;
    private const int Left = 64;
    private const int Bottom = 24;
    private const int Top = 8;
    private const int Right = 8;
    private const int PointsMax = 400;
    private const int GridLines = 4;

    /// <summary>One point a sample.</summary>
    public static IReadOnlyList<(double Seconds, double Value)> Points(
        IReadOnlyList<SoakMetric> metrics, Func<SoakMetric, double> value) =>
        [.. metrics.Select(metric => (metric.WallSeconds, value(metric)))];

    /// <summary>How fast a count grew, from sample to sample of one session.</summary>
    public static IReadOnlyList<(double Seconds, double Value)> Rates(
        IReadOnlyList<SoakMetric> metrics, Func<SoakMetric, double> count) =>
    [
        .. metrics.Zip(metrics.Skip(1))
            .Where(static pair => pair.First.Session == pair.Second.Session
                && pair.Second.WallSeconds > pair.First.WallSeconds)
            .Select(pair => (
                pair.Second.WallSeconds,
                (count(pair.Second) - count(pair.First)) / (pair.Second.WallSeconds - pair.First.WallSeconds))),
    ];

    /// <summary>A mean over what was held, from sample to sample of one session; there is none where nothing
    /// was.</summary>
    public static IReadOnlyList<(double Seconds, double Value)> Held(
        IReadOnlyList<SoakMetric> metrics, Func<HeldSummary, double> mean) =>
    [
        .. metrics.Zip(metrics.Skip(1))
            .Where(static pair => pair.First.Session == pair.Second.Session)
            .Select(static pair => (pair.Second.WallSeconds, Held: pair.Second.Totals.Held - pair.First.Totals.Held))
            .Where(static part => part.Held.PinnedByteSeconds > 0)
            .Select(part => (part.WallSeconds, mean(part.Held))),
    ];

    /// <param name="name">For those who do not see it.</param>
    /// <param name="course">By time.</param>
    public static string Of(string name, IReadOnlyList<(double Seconds, double Value)> course)
    {
        StringBuilder svg = new();
        svg.Append(CultureInfo.InvariantCulture, $"<svg viewBox=\"0 0 {Width} {Height}\" role=\"img\" ")
            .Append($"aria-label=\"{name}\">");
        double top = Math.Max(Ceiling(course.Select(static point => point.Value).DefaultIfEmpty(0).Max()), 1e-9);
        double from = course.Count == 0 ? 0 : course[0].Seconds;
        double to = course.Count == 0 ? 1 : Math.Max(course[^1].Seconds, from + 1e-9);
        for (int line = 0; line <= GridLines; line++)
        {
            double y = Height - Bottom - ((Height - Bottom - Top) * line / (double)GridLines);
            svg.Append(CultureInfo.InvariantCulture, $"<line class=\"grid\" x1=\"{Left}\" x2=\"{Width - Right}\" ")
                .Append(CultureInfo.InvariantCulture, $"y1=\"{y:0.#}\" y2=\"{y:0.#}\"/>")
                .Append(CultureInfo.InvariantCulture, $"<text x=\"{Left - 6}\" y=\"{y + 4:0.#}\" text-anchor=\"end\">")
                .Append((top * line / GridLines).ToString("#,0.##", CultureInfo.InvariantCulture))
                .Append("</text>");
        }

        svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{Left}\" y=\"{Height - 6}\">{Units.Long(from)}</text>")
            .Append(CultureInfo.InvariantCulture, $"<text x=\"{Width - Right}\" y=\"{Height - 6}\" ")
            .Append(CultureInfo.InvariantCulture, $"text-anchor=\"end\">{Units.Long(to)}</text>");
        svg.Append("<polyline class=\"course\" points=\"");
        foreach ((double seconds, double value) in Thinned(course))
        {
            double x = Left + ((Width - Left - Right) * (seconds - from) / (to - from));
            double y = Height - Bottom - ((Height - Bottom - Top) * Math.Clamp(value / top, 0, 1));
            svg.Append(CultureInfo.InvariantCulture, $"{x:0.#},{y:0.#} ");
        }

        return svg.Append("\"/></svg>").ToString();
    }

    /// <summary>Weeks of samples, averaged to what a plot can show.</summary>
    private static IEnumerable<(double Seconds, double Value)> Thinned(
        IReadOnlyList<(double Seconds, double Value)> course) => course
        .Chunk(Math.Max(1, (course.Count + PointsMax - 1) / PointsMax))
        .Select(static part => (part.Average(static p => p.Seconds), part.Average(static p => p.Value)));

    /// <summary>A round number not below the largest value: 1, 2, 4 or 10 times a power of ten.</summary>
    private static double Ceiling(double value)
    {
        if (value <= 0)
        {
            return 1;
        }

        double power = Math.Pow(10, Math.Floor(Math.Log10(value)));
        return Array.Find([1.0, 2.0, 4.0], factor => factor * power >= value) is > 0 and double factor
            ? factor * power
            : 10 * power;
    }
}
