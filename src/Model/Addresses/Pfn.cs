namespace PhyrActors.Model;

/// <summary>A page frame number: a physical address in units of 4 KiB.</summary>
public readonly record struct Pfn(ulong Value) : IComparable<Pfn>
{
    /// <summary>log2 of the bytes in a frame.</summary>
    public const int FrameSizeLog2 = 12;

    /// <summary>Bytes in a frame.</summary>
    public const ulong FrameSizeBytes = 1UL << FrameSizeLog2;

    /// <summary>The first byte of the frame.</summary>
    public PhysAddr Address => new(Value << FrameSizeLog2);

    /// <summary>The frame that holds a byte.</summary>
    public static Pfn Of(PhysAddr address) => new(address.Value >> FrameSizeLog2);

    /// <summary>The frame <paramref name="frames"/> further up.</summary>
    public static Pfn operator +(Pfn frame, ulong frames) => new(frame.Value + frames);

    public static bool operator <(Pfn left, Pfn right) => left.Value < right.Value;

    public static bool operator >(Pfn left, Pfn right) => left.Value > right.Value;

    public static bool operator <=(Pfn left, Pfn right) => left.Value <= right.Value;

    public static bool operator >=(Pfn left, Pfn right) => left.Value >= right.Value;

    public int CompareTo(Pfn other) => Value.CompareTo(other.Value);

    public override string ToString() => $"pfn 0x{Value:x}";
}
