namespace PhyrActors.Model;

/// <summary>Which of the kernel's page-table writers is followed where they differ.</summary>
public enum IoTableRules
{
    /// <summary>drivers/iommu/generic_pt/iommu_pt.h, v7.0: a large leaf is never split; a table with leaves in the way
    /// of one refuses the map; an unmap hands out every table that its range covers.</summary>
    GenericPt = 0,

    /// <summary>drivers/iommu/io-pgtable-arm.c with the loops of drivers/iommu/iommu.c, v6.12: an unmap of part of a
    /// large leaf splits it; a large leaf replaces a table, leaves and all; an unmap goes by the page sizes that its
    /// addresses allow, takes a whole table where one stands in the place of a large leaf, and never one that small
    /// unmaps emptied.</summary>
    IoPgtableArm = 1,
}
