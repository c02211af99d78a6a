namespace PhyrActors.Benchmarks;

/// <summary>Orders of folios by a number drawn from [0, 1).</summary>
internal static class FolioMixes
{
    /// <summary>70 % of the folios have 2 MiB, 20 % have 64 KiB, 10 % have 4 KiB.</summary>
    public static int ByNumber(double drawn) => drawn < 0.7 ? 9 : drawn < 0.9 ? 4 : 0;

    /// <summary>70 % of the bytes are in folios of 2 MiB, 20 % of 64 KiB, 10 % of 4 KiB.</summary>
    public static int BySize(double drawn) => drawn < 0.012 ? 9 : drawn < 0.122 ? 4 : 0;

    public static Func<double, int> Only(int order) => _ => order;
}
