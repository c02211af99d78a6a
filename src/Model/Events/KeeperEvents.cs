namespace PhyrActors.Model;

/// <summary>What keeps the memory of a mapping, as long as a device can reach it.</summary>
public enum KeeperKind
{
    /// <summary>A pin (FOLL_PIN).</summary>
    Pin = 0,

    /// <summary>References without a pin (FOLL_GET).</summary>
    Reference,

    /// <summary>A folio under writeback, which holds a reference meanwhile.</summary>
    Writeback,

    /// <summary>A notifier whose invalidation of the page has not returned.</summary>
    Notifier,
}

/// <summary>Somebody keeps memory that mappings may name by this number from now on.</summary>
/// <remarks>Pins of ranges are told by <see cref="RangePinned"/>.</remarks>
public sealed record KeeperTaken(long Keeper, KeeperKind Kind)
{
    private const long Writebacks = 1L << 48;

    /// <summary>The keeper of a write to the disk: a number that no pin has.</summary>
    public static long OfWriteback(long ticket) => Writebacks + ticket;
}

/// <summary>A keeper other than a pin is gone, with all that it kept.</summary>
public sealed record KeeperReleased(long Keeper);

/// <summary>A frame is the kernel's own from now on: a page of a table, the zero page.</summary>
public sealed record KernelFrameTaken(Pfn Frame);
