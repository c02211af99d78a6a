namespace PhyrActors.Model;

public sealed partial class IoTableFormat
{
    private const ulong MmioMark = 1UL << 52;
    private const ulong LargeBit = 1UL << 7;

    /// <summary>VT-d second stage: bits 0 and 1 read and write, 7 "this is a leaf" above level 1, 52 (ignored by
    /// hardware) our MMIO mark.</summary>
    /// <remarks>Sources: VT-d specification 9.8; drivers/iommu/generic_pt/fmt/vtdss.h, v7.0.</remarks>
    public static readonly IoTableFormat VtdSecondStage = new("VT-d second stage", 52, IoTableRules.GenericPt, new Bits
    {
        Read = 1,
        Write = 1UL << 1,
        Mmio = MmioMark,
        Large = LargeBit,
        KindMask = LargeBit,
        LargeKind = LargeBit,
        Table = 3,
        ReadMask = 1,
        WriteMask = 1UL << 1,
    });

    /// <summary>x86-64, which VT-d's first stage and AMD's v2 tables use too: bit 0 present and so readable, 1
    /// writable, 2 user, 5 accessed, 7 "this is a leaf" above level 1, 52 (ignored) our MMIO mark.</summary>
    /// <remarks>Write-only does not exist. Sources: Intel SDM 3, 4.5; drivers/iommu/generic_pt/fmt/x86_64.h,
    /// v7.0.</remarks>
    public static readonly IoTableFormat X86x64 = new("x86-64", 52, IoTableRules.GenericPt, new Bits
    {
        Always = 1 | (1UL << 2) | (1UL << 5),
        Write = 1UL << 1,
        Mmio = MmioMark,
        Large = LargeBit,
        KindMask = LargeBit,
        LargeKind = LargeBit,
        Table = 3 | (1UL << 2) | (1UL << 5),
        ReadMask = 1,
        WriteMask = 1UL << 1,
    });

    /// <summary>Arm 64-bit stage 1 with a 4 KiB granule: bits 0 and 1 say block (01) or table (11), and page (11) at
    /// the last level; 2 to 4 the memory attribute (1 cached, 2 device), 6 unprivileged, 7 read-only, 8 and 9
    /// shareable, 10 accessed, 11 not global.</summary>
    /// <remarks>Write-only does not exist. Level 1 here is Arm's level 3. Sources: Arm Architecture Reference Manual
    /// D8.3; drivers/iommu/io-pgtable-arm.c, v6.12.</remarks>
    public static readonly IoTableFormat Arm64Stage1 = new("Arm 64-bit stage 1", 48, IoTableRules.IoPgtableArm, new Bits
    {
        Always = 1 | (1UL << 6) | (3UL << 8) | (1UL << 10) | (1UL << 11),
        ReadOnly = 1UL << 7,
        Memory = 1UL << 2,
        Mmio = 2UL << 2,
        Small = 1UL << 1,
        KindMask = 3,
        LargeKind = 1,
        Table = 3,
        ReadMask = 1,
        WriteMask = 1UL << 7,
    });

    public static IReadOnlyList<IoTableFormat> All { get; } = [VtdSecondStage, X86x64, Arm64Stage1];
}
