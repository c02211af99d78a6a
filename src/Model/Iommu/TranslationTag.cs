namespace PhyrActors.Model;

/// <summary>The key of a cached translation: domain, page size and page number in one word, never 0.</summary>
/// <remarks>Bits: 0 to 44 the page number, 45 and 46 the size (4 KiB, 2 MiB, 1 GiB, 512 GiB), 47 to 62 the domain id,
/// 63 always set. Sixteen bits of domain id is what VT-d has.</remarks>
internal static class TranslationTag
{
    public const int Sizes = 4;
    public const int DomainMax = ushort.MaxValue;
    private const int IovaBits = 57;
    private const int SizeShift = IovaBits - Pfn.FrameSizeLog2;
    private const int DomainShift = SizeShift + 2;
    private const ulong Valid = 1UL << 63;

    /// <summary>No tag can name an address from here on.</summary>
    public const ulong IovaEnd = 1UL << IovaBits;

    public static int SizeLog2(int size) => Pfn.FrameSizeLog2 + (size * IoLevel.EntriesLog2);

    public static ulong Of(int domain, ulong iova, int size) =>
        Valid | ((ulong)domain << DomainShift) | ((ulong)size << SizeShift) | (iova >> SizeLog2(size));

    public static int DomainOf(ulong tag) => (int)(tag >> DomainShift) & DomainMax;

    public static int SizeOf(ulong tag) => (int)(tag >> SizeShift) & (Sizes - 1);

    public static ulong FirstOf(ulong tag) => (tag & ((1UL << SizeShift) - 1)) << SizeLog2(SizeOf(tag));

    public static ulong LastOf(ulong tag) => FirstOf(tag) + ((1UL << SizeLog2(SizeOf(tag))) - 1);

    public static void ThrowIfNotADomain(int domain)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(domain);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(domain, DomainMax);
    }
}
