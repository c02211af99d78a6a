namespace PhyrActors.Model;

/// <summary>A power-of-two page or leaf size.</summary>
/// <remarks>Unit: <see cref="Log2"/> is log2 of bytes; 12, 21 and 30 are the x86-64 leaf sizes.</remarks>
public readonly record struct PageSize(int Log2)
{
    public static readonly PageSize Size4KiB = new(12);
    public static readonly PageSize Size2MiB = new(21);
    public static readonly PageSize Size1GiB = new(30);

    public ulong Bytes => 1UL << Log2;

    /// <summary>The bits below the page number.</summary>
    public ulong OffsetMask => Bytes - 1;

    public bool IsAligned(ulong address) => (address & OffsetMask) == 0;

    public override string ToString() => Log2 switch
    {
        < 20 => $"{Bytes >> 10} KiB",
        < 30 => $"{Bytes >> 20} MiB",
        _ => $"{Bytes >> 30} GiB",
    };
}
