namespace PhyrActors.Model;

/// <summary>An I/O virtual address: what a device sends and an IOMMU domain translates.</summary>
/// <remarks>Unit: bytes. Meaningless outside its domain.</remarks>
public readonly record struct Iova(ulong Value) : IComparable<Iova>
{
    /// <summary>The address <paramref name="bytes"/> further up.</summary>
    /// <exception cref="OverflowException">The result lies past 2^64 - 1.</exception>
    public static Iova operator +(Iova address, ulong bytes) => new(address.Value + bytes);

    /// <summary>The distance in bytes from <paramref name="low"/> up to <paramref name="high"/>.</summary>
    /// <exception cref="OverflowException"><paramref name="high"/> lies below <paramref name="low"/>.</exception>
    public static ulong operator -(Iova high, Iova low) => high.Value - low.Value;

    public static bool operator <(Iova left, Iova right) => left.Value < right.Value;

    public static bool operator >(Iova left, Iova right) => left.Value > right.Value;

    public static bool operator <=(Iova left, Iova right) => left.Value <= right.Value;

    public static bool operator >=(Iova left, Iova right) => left.Value >= right.Value;

    public int CompareTo(Iova other) => Value.CompareTo(other.Value);

    public override string ToString() => $"0x{Value:x}";
}
