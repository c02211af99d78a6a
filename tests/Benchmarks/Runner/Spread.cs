namespace PhyrActors.Benchmarks;

/// <summary>Median, least and largest of a few measurements.</summary>
internal readonly record struct Spread(double Median, double Min, double Max)
{
    /// <summary>How far the measurements lie apart, as a share of their median.</summary>
    public double Relative => (Max - Min) / Median;

    public static Spread Of(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return new Spread(sorted[sorted.Length / 2], sorted[0], sorted[^1]);
    }
}
