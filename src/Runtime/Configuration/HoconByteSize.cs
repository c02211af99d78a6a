namespace PhyrActors.Runtime;

/// <summary>Reads sizes; a bare number counts bytes.</summary>
/// <remarks>Source: the HOCON specification, "Size in bytes format": one letter alone is a power of 1024.</remarks>
internal static class HoconByteSize
{
    private const string Letters = "KMGTPEZY";

    private static readonly string[] Decimal =
        ["kilobyte", "megabyte", "gigabyte", "terabyte", "petabyte", "exabyte", "zettabyte", "yottabyte"];

    private static readonly string[] Binary =
        ["kibibyte", "mebibyte", "gibibyte", "tebibyte", "pebibyte", "exbibyte", "zebibyte", "yobibyte"];

    private static readonly Dictionary<string, decimal> Units = BuildUnits();

    /// <returns>What was expected, or null if the text was read.</returns>
    public static string? Read(string text, out long bytes)
    {
        long? read = HoconQuantity.Read(text, BytesOf, out bool isWhole);
        bytes = read ?? 0;
        return read is not null ? null : isWhole ? "a size such as 64KiB" : "a size in whole bytes, below 8EiB";
    }

    private static decimal? BytesOf(string unit) => Units.TryGetValue(unit, out decimal bytes) ? bytes : null;

    private static Dictionary<string, decimal> BuildUnits()
    {
        Dictionary<string, decimal> units = new(StringComparer.Ordinal);
        Add(1, "", "B", "b", "byte", "bytes");
        (decimal thousands, decimal kibis) = (1, 1);
        for (int i = 0; i < Letters.Length; i++)
        {
            string letter = Letters[i..(i + 1)];
            (thousands, kibis) = (thousands * 1000, kibis * 1024);
            Add(thousands, letter == "K" ? "kB" : letter + "B", Decimal[i], Decimal[i] + "s");
            Add(kibis, letter, letter.ToLowerInvariant(), letter + "i", letter + "iB", Binary[i], Binary[i] + "s");
        }

        return units;

        void Add(decimal bytes, params ReadOnlySpan<string> names)
        {
            foreach (string name in names)
            {
                units.Add(name, bytes);
            }
        }
    }
}
