namespace PhyrActors.Model;

/// <summary>An address as the CPU's memory bus sees it.</summary>
/// <remarks>Unit: bytes. Names RAM and device BARs alike.</remarks>
public readonly record struct PhysAddr(ulong Value) : IComparable<PhysAddr>
{
    /// <summary>The address <paramref name="bytes"/> further up.</summary>
    /// <exception cref="OverflowException">The result lies past 2^64 - 1.</exception>
    public static PhysAddr operator +(PhysAddr address, ulong bytes) => new(address.Value + bytes);

    /// <summary>The distance in bytes from <paramref name="low"/> up to <paramref name="high"/>.</summary>
    /// <exception cref="OverflowException"><paramref name="high"/> lies below <paramref name="low"/>.</exception>
    public static ulong operator -(PhysAddr high, PhysAddr low) => high.Value - low.Value;

    public static bool operator <(PhysAddr left, PhysAddr right) => left.Value < right.Value;

    public static bool operator >(PhysAddr left, PhysAddr right) => left.Value > right.Value;

    public static bool operator <=(PhysAddr left, PhysAddr right) => left.Value <= right.Value;

    public static bool operator >=(PhysAddr left, PhysAddr right) => left.Value >= right.Value;

    public int CompareTo(PhysAddr other) => Value.CompareTo(other.Value);

    public override string ToString() => $"0x{Value:x}";
}
