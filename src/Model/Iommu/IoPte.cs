using System.Numerics;

namespace PhyrActors.Model;

/// <summary>How a slot is stored: 64 bits in the layout of a VT-d second-stage entry.</summary>
/// <remarks>Bits 0 and 1 read and write, 7 "this is a leaf" above level 1, 12 to 51 the frame, 52 (ignored by hardware)
/// marks MMIO. Zero is not present. Source: VT-d specification 9.8.</remarks>
internal static class IoPte
{
    private const ulong FrameMask = 0x000F_FFFF_FFFF_F000;
    private const ulong AccessMask = 3;
    private const ulong LargeBit = 1UL << 7;
    private const ulong MmioBit = 1UL << 52;

    public static ulong Leaf(ulong phys, IoProt prot, int level) =>
        phys | ((ulong)prot & AccessMask)
             | (level > IoLevel.Leaf ? LargeBit : 0)
             | ((prot & IoProt.Mmio) == IoProt.Mmio ? MmioBit : 0);

    public static ulong Table(Pfn frame) => frame.Address.Value | AccessMask;

    public static bool IsLeaf(ulong pte, int level) => pte != 0 && (level == IoLevel.Leaf || (pte & LargeBit) != 0);

    public static ulong PhysOf(ulong pte) => pte & FrameMask;

    public static IoProt ProtOf(ulong pte) =>
        (IoProt)(pte & AccessMask) | ((pte & MmioBit) != 0 ? IoProt.Mmio : IoProt.None);

    public static bool FitsFrame(ulong address) => (address & ~(FrameMask | Pfn.FrameSizeBytes - 1)) == 0;

    public static IoEntry Decode(ulong pte, int level)
    {
        if (pte == 0)
        {
            return default;
        }

        return IsLeaf(pte, level)
            ? IoEntry.Map(new PhysAddr(PhysOf(pte)), ProtOf(pte), IoLevel.PageSizeOf(level))
            : IoEntry.PointTo(Pfn.Of(new PhysAddr(PhysOf(pte))));
    }

    /// <summary>Writes first, first + step, first + 2 step ...: consecutive leaves of one run.</summary>
    public static void FillRun(Span<ulong> entries, ulong first, ulong step)
    {
        int i = 0;
        if (entries.Length >= Vector<ulong>.Count)
        {
            Vector<ulong> next = Vector.CreateSequence(first, step);
            Vector<ulong> stride = new(step * (ulong)Vector<ulong>.Count);
            for (; i <= entries.Length - Vector<ulong>.Count; i += Vector<ulong>.Count)
            {
                next.CopyTo(entries[i..]);
                next += stride;
            }
        }

        for (; i < entries.Length; i++)
        {
            entries[i] = first + (step * (ulong)i);
        }
    }
}
