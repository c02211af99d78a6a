namespace PhyrActors.Model;

/// <summary>How a table's entries are stored, and by which of the kernel's rules they are written.</summary>
/// <remarks>Shape: entries of 64 bits, 512 a table, four levels; zero is not present; the frame number stands in place
/// in every entry. Formats differ in the bits around it, in the widest output address, and in what happens to large
/// leaves that a request cuts.</remarks>
public sealed partial class IoTableFormat
{
    private const int Prots = 8;

    private readonly ulong[] _leafBits = new ulong[2 * Prots];
    private readonly Bits _bits;

    private IoTableFormat(string name, int outputBits, IoTableRules rules, Bits bits)
    {
        (Name, OutputBits, Rules, _bits) = (name, outputBits, rules, bits);
        FrameMask = (1UL << outputBits) - Pfn.FrameSizeBytes;
        for (int i = 0; i < _leafBits.Length; i++)
        {
            IoProt prot = (IoProt)(i % Prots);
            _leafBits[i] = bits.Always
                | (prot.HasFlag(IoProt.Read) ? bits.Read : 0)
                | (prot.HasFlag(IoProt.Write) ? bits.Write : bits.ReadOnly)
                | (prot.HasFlag(IoProt.Mmio) ? bits.Mmio : bits.Memory)
                | (i < Prots ? bits.Small : bits.Large);
        }
    }

    public string Name { get; }

    /// <summary>Bits of an output address.</summary>
    public int OutputBits { get; }

    public IoTableRules Rules { get; }

    /// <summary>What a map over a live leaf is refused with.</summary>
    public Errno Overlap => Rules == IoTableRules.GenericPt ? Errno.EADDRINUSE : Errno.EEXIST;

    internal ulong FrameMask { get; }

    public override string ToString() => Name;

    internal bool IsWithinOutput(ulong address) => address >> OutputBits == 0;

    /// <summary>A leaf; what the format cannot express of a protection it grants.</summary>
    internal ulong Leaf(ulong phys, IoProt prot, int level) =>
        phys | _leafBits[((int)prot & (Prots - 1)) | (level > IoLevel.Leaf ? Prots : 0)];

    internal ulong Table(Pfn frame) => frame.Address.Value | _bits.Table;

    internal bool IsLeaf(ulong pte, int level) =>
        level == IoLevel.Leaf ? pte != 0 : (pte & _bits.KindMask) == _bits.LargeKind && pte != 0;

    internal ulong PhysOf(ulong pte) => pte & FrameMask;

    internal IoProt ProtOf(ulong pte) =>
        ((pte & _bits.ReadMask) != 0 ? IoProt.Read : IoProt.None)
        | ((pte & _bits.WriteMask) == _bits.Write ? IoProt.Write : IoProt.None)
        | ((pte & _bits.Mmio) != 0 ? IoProt.Mmio : IoProt.None);

    internal IoEntry Decode(ulong pte, int level)
    {
        if (pte == 0)
        {
            return default;
        }

        return IsLeaf(pte, level)
            ? IoEntry.Map(new PhysAddr(PhysOf(pte)), ProtOf(pte), IoLevel.PageSizeOf(level))
            : IoEntry.PointTo(Pfn.Of(new PhysAddr(PhysOf(pte))));
    }

    /// <summary>The bits around the frame number; zero where a format has none of a kind.</summary>
    private readonly record struct Bits
    {
        public ulong Always { get; init; }

        public ulong Read { get; init; }

        public ulong Write { get; init; }

        public ulong ReadOnly { get; init; }

        public ulong Memory { get; init; }

        public ulong Mmio { get; init; }

        public ulong Small { get; init; }

        public ulong Large { get; init; }

        /// <summary>Above level 1, these bits tell a leaf from a table.</summary>
        public ulong KindMask { get; init; }

        public ulong LargeKind { get; init; }

        public ulong Table { get; init; }

        public ulong ReadMask { get; init; }

        public ulong WriteMask { get; init; }
    }
}
