namespace PhyrActors.Model;

/// <summary>What kind of answer a walker gets from one table slot.</summary>
public enum IoEntryKind
{
    /// <summary>Not present.</summary>
    None = 0,

    /// <summary>Points to a table of the next lower level.</summary>
    Table = 1,

    /// <summary>Ends the walk.</summary>
    Leaf = 2,

    /// <summary>The frame that was read is no longer a page of this table: the walk followed a stale pointer.</summary>
    Freed = 3,
}

/// <summary>One slot of an I/O page table as a hardware walker sees it.</summary>
/// <remarks><see cref="Table"/> is meaningful for Table; <see cref="Phys"/> (first byte of the leaf),
/// <see cref="Prot"/> and <see cref="PageSize"/> for Leaf.</remarks>
public readonly record struct IoEntry
{
    public IoEntryKind Kind { get; private init; }

    public Pfn Table { get; private init; }

    public PhysAddr Phys { get; private init; }

    public IoProt Prot { get; private init; }

    public PageSize PageSize { get; private init; }

    public static IoEntry Freed { get; } = new() { Kind = IoEntryKind.Freed };

    public static IoEntry PointTo(Pfn table) => new() { Kind = IoEntryKind.Table, Table = table };

    public static IoEntry Map(PhysAddr phys, IoProt prot, PageSize pageSize) =>
        new() { Kind = IoEntryKind.Leaf, Phys = phys, Prot = prot, PageSize = pageSize };
}

/// <summary>Where one I/O virtual address leads: the exact byte, what is allowed, and the leaf's size.</summary>
public readonly record struct IoTranslation(PhysAddr Phys, IoProt Prot, PageSize PageSize);

/// <summary>A table page that was unlinked. It may be reused only after an invalidation of all levels that covers it
/// has completed (I-3).</summary>
public readonly record struct FreedTable(Pfn Frame, int Level);
