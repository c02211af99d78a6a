namespace PhyrActors.Model;

/// <summary>What a C compiler makes of the range types: widths in bytes, and the alignment of 8-byte
/// integers.</summary>
public sealed record AbiProfile(int PointerBytes, int SizeTBytes, int PhysAddrBytes, int Align64Bytes)
{
    /// <summary>Any 64-bit Linux.</summary>
    public static readonly AbiProfile Lp64 = new(8, 8, 8, 8);

    /// <summary>32 bits with 32-bit physical addresses.</summary>
    public static readonly AbiProfile Ilp32 = new(4, 4, 4, 8);

    /// <summary>i386 with PAE: 64-bit physical addresses, aligned to 4.</summary>
    public static readonly AbiProfile Ilp32Pae = new(4, 4, 8, 4);

    /// <summary>ARM with LPAE: 64-bit physical addresses, aligned to 8.</summary>
    public static readonly AbiProfile Ilp32Lpae = new(4, 4, 8, 8);

    /// <summary>sizeof struct phyr: phys_addr_t, size_t.</summary>
    public int PhyrBytes => SizeOf(PhysAddrBytes, SizeTBytes);

    /// <summary>sizeof struct bio_vec: pointer, 32-bit length, 32-bit offset.</summary>
    public int BioVecBytes => SizeOf(PointerBytes, sizeof(uint), sizeof(uint));

    /// <summary>sizeof struct scatterlist: unsigned long page_link, 32-bit offset and length, dma_addr_t as wide as
    /// phys_addr_t.</summary>
    public int ScatterlistBytes => SizeOf(PointerBytes, sizeof(uint), sizeof(uint), PhysAddrBytes);

    /// <summary>The same with a 32-bit dma_length, as where an IOMMU merges.</summary>
    public int ScatterlistWithDmaLengthBytes =>
        SizeOf(PointerBytes, sizeof(uint), sizeof(uint), PhysAddrBytes, sizeof(uint));

    /// <summary>sizeof struct bio with control groups, and without cost control, inline encryption and
    /// integrity.</summary>
    /// <remarks>Next bio and device; operation, flags, priority; hint, stream and status of a byte each; what remains;
    /// the packed iterator, five times 32 bits; cookie; end function and its argument; control group and issue time;
    /// vectors in use and room; references; vectors and pool. Source: include/linux/blk_types.h, v6.16.</remarks>
    public int BioBytes => SizeOf(
        PointerBytes, PointerBytes, sizeof(uint), sizeof(ushort), sizeof(ushort), 1, 1, 1, sizeof(uint),
        sizeof(uint), sizeof(uint), sizeof(uint), sizeof(uint), sizeof(uint), sizeof(uint), PointerBytes, PointerBytes,
        PointerBytes, sizeof(ulong), sizeof(ushort), sizeof(ushort), sizeof(uint), PointerBytes, PointerBytes);

    private int SizeOf(params ReadOnlySpan<int> fields)
    {
        (int size, int alignment) = (0, 1);
        foreach (int field in fields)
        {
            int own = field == sizeof(ulong) ? Align64Bytes : field;
            alignment = Math.Max(alignment, own);
            size = RoundUp(size, own) + field;
        }

        return RoundUp(size, alignment);
    }

    private static int RoundUp(int value, int multiple) => (value + multiple - 1) / multiple * multiple;
}
