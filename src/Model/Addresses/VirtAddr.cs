namespace PhyrActors.Model;

/// <summary>An address in one process's address space.</summary>
/// <remarks>Unit: bytes. Only an address space turns it into frames.</remarks>
public readonly record struct VirtAddr(ulong Value) : IComparable<VirtAddr>
{
    /// <summary>The address <paramref name="bytes"/> further up.</summary>
    /// <exception cref="OverflowException">The result lies past 2^64 - 1.</exception>
    public static VirtAddr operator +(VirtAddr address, ulong bytes) => new(address.Value + bytes);

    /// <summary>The distance in bytes from <paramref name="low"/> up to <paramref name="high"/>.</summary>
    /// <exception cref="OverflowException"><paramref name="high"/> lies below <paramref name="low"/>.</exception>
    public static ulong operator -(VirtAddr high, VirtAddr low) => high.Value - low.Value;

    public static bool operator <(VirtAddr left, VirtAddr right) => left.Value < right.Value;

    public static bool operator >(VirtAddr left, VirtAddr right) => left.Value > right.Value;

    public static bool operator <=(VirtAddr left, VirtAddr right) => left.Value <= right.Value;

    public static bool operator >=(VirtAddr left, VirtAddr right) => left.Value >= right.Value;

    public int CompareTo(VirtAddr other) => Value.CompareTo(other.Value);

    public override string ToString() => $"0x{Value:x}";
}
