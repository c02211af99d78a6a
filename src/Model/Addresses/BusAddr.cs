namespace PhyrActors.Model;

/// <summary>An address as a PCI peer sees it: what travels in a TLP that never meets the IOMMU.</summary>
/// <remarks>Unit: bytes. The CPU's view differs by the provider's bus offset (drivers/pci/p2pdma.c, v6.16).</remarks>
public readonly record struct BusAddr(ulong Value) : IComparable<BusAddr>
{
    /// <summary>The address <paramref name="bytes"/> further up.</summary>
    /// <exception cref="OverflowException">The result lies past 2^64 - 1.</exception>
    public static BusAddr operator +(BusAddr address, ulong bytes) => new(address.Value + bytes);

    /// <summary>The distance in bytes from <paramref name="low"/> up to <paramref name="high"/>.</summary>
    /// <exception cref="OverflowException"><paramref name="high"/> lies below <paramref name="low"/>.</exception>
    public static ulong operator -(BusAddr high, BusAddr low) => high.Value - low.Value;

    public static bool operator <(BusAddr left, BusAddr right) => left.Value < right.Value;

    public static bool operator >(BusAddr left, BusAddr right) => left.Value > right.Value;

    public static bool operator <=(BusAddr left, BusAddr right) => left.Value <= right.Value;

    public static bool operator >=(BusAddr left, BusAddr right) => left.Value >= right.Value;

    public int CompareTo(BusAddr other) => Value.CompareTo(other.Value);

    public override string ToString() => $"0x{Value:x}";
}
