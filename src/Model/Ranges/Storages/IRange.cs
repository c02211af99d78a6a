namespace PhyrActors.Model;

/// <summary>A run of addresses of one world, CPU or DMA: what a storage holds and a cursor gives.</summary>
/// <remarks>The two worlds are two types, and whatever holds, walks or cuts ranges is generic in that type: one
/// design, and no way from one world into the other.</remarks>
public interface IRange<TRange>
    where TRange : struct, IRange<TRange>
{
    ulong LengthBytes { get; }

    /// <summary>The first address as a number, for alignment and boundaries.</summary>
    ulong StartValue { get; }

    /// <summary>A part: bytes to skip, bytes to take.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There are not as many, or none are taken.</exception>
    TRange Slice(ulong skipBytes, ulong lengthBytes);

    /// <summary>Whether both are one run: of one kind, and no byte between them.</summary>
    bool TryMerge(TRange next, out TRange merged);
}
