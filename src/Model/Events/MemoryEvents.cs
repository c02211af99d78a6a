namespace PhyrActors.Model;

/// <summary>A fork began to copy an address space: write_protect_seq is odd.</summary>
public sealed record ForkBegan(int Process);

/// <summary>A fork ended.</summary>
/// <param name="Process">The parent.</param>
/// <param name="CopiedPages">4 KiB pages copied at once because they were pinned.</param>
/// <param name="SharedPages">4 KiB pages shared copy-on-write.</param>
/// <param name="Errno">None, or ENOMEM when it was unwound.</param>
public sealed record ForkEnded(int Process, ulong CopiedPages, ulong SharedPages, Errno Errno);

/// <summary>A write to a shared page got the writer a copy, or the page for itself.</summary>
public sealed record CowBroken(int Process, VirtAddr At, bool Copied);

/// <summary>An attempt to migrate a folio ended: None, or EAGAIN while something holds it.</summary>
public sealed record MigrationEnded(Pfn Frame, bool Pinned, Errno Errno);

/// <summary>Frames became free and were handed over to whoever comes next.</summary>
public sealed record FramesHandedOver(FrameBlock Block);

/// <summary>A fork took the right to write, and the exclusiveness, from entries of the parent: in memory, from this
/// step on.</summary>
/// <param name="Process">The parent.</param>
/// <param name="Start">The first page's address.</param>
/// <param name="Frame">The frame behind it.</param>
/// <param name="Pages">How many pages of 4 KiB.</param>
public sealed record EntriesShared(int Process, VirtAddr Start, Pfn Frame, ulong Pages);

/// <summary>A batch of a pin was accepted after its entries were looked at again.</summary>
/// <param name="Process">Whose memory.</param>
/// <param name="Pin">The pin.</param>
/// <param name="Entries">The entries accepted, as they were read before the pins were taken.</param>
/// <param name="Unchanged">How many of the batch's entries, from the first, are now as they were then.</param>
/// <param name="Write">Whether the pin is for writing.</param>
public sealed record EntriesRechecked(
    int Process, long Pin, ReadOnlyMemory<PteRun> Entries, int Unchanged, bool Write)
{
    /// <summary>Whether it is a pin for long.</summary>
    public bool Longterm { get; init; }
}
