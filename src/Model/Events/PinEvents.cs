namespace PhyrActors.Model;

/// <summary>A run of frames within one folio, as a pin takes it.</summary>
/// <param name="Frame">The first frame.</param>
/// <param name="Pages">How many frames of 4 KiB; also how many references the pin holds for it.</param>
/// <param name="Folio">The folio that they lie in.</param>
public readonly record struct PinnedRun(Pfn Frame, int Pages, FrameBlock Folio)
{
    public ulong LengthBytes => (ulong)Pages << Pfn.FrameSizeLog2;
}

/// <summary>Pins were taken on folios for the pin <paramref name="Pin"/>.</summary>
public sealed record FramesPinned(long Pin, ReadOnlyMemory<PinnedRun> Runs);

/// <summary>Pins were given back before the range was ever handed out: a re-check failed, or a pin was
/// unwound.</summary>
public sealed record FramesDropped(long Pin, ReadOnlyMemory<PinnedRun> Runs);

/// <summary>Pins of the chunks <c>[FirstChunk, FirstChunk + Chunks)</c> of a range were given back.</summary>
/// <param name="Pin">The pin.</param>
/// <param name="Range">The range that the pin had given.</param>
/// <param name="FirstChunk">The first chunk given back.</param>
/// <param name="Chunks">How many chunks.</param>
/// <param name="Dirty">Whether the folios were marked dirty before.</param>
public sealed record FramesUnpinned(long Pin, RangeCpu Range, int FirstChunk, int Chunks, bool Dirty);

/// <summary>Somebody gave back a pin that nobody held.</summary>
public sealed record UnpinUnderflowed(long Pin, Pfn Frame, FolioRelease Release);

/// <summary>A pin met the zero page.</summary>
/// <param name="Pin">The pin.</param>
/// <param name="Frame">The zero page.</param>
/// <param name="RefsBefore">Its references.</param>
/// <param name="RefsAfter">Its references with the pin.</param>
public sealed record ZeroPagePinned(long Pin, Pfn Frame, int RefsBefore, int RefsAfter);

/// <summary>A pin for long gave up since a folio could not move that waited in a CPU's batch for the LRU list, which
/// nobody had drained, when the pin gave its batch back.</summary>
public sealed record UndrainedPinFailed(long Pin, Pfn Frame);

/// <summary>A pin is complete: its range goes to whoever asked.</summary>
public sealed record RangePinned(long Pin, VirtAddr Start, RangeCpu Range);

/// <summary>A pin failed and was unwound.</summary>
public sealed record PinRefusedEvent(long Pin, Errno Errno);

/// <summary>Everything of a pin was given back.</summary>
public sealed record RangeUnpinned(long Pin, ulong LengthBytes);

/// <summary>Memory was charged to a process before pinning.</summary>
public sealed record MemlockCharged(int Process, ulong Pages)
{
    /// <summary>Which of the process's address spaces, counted by its execs.</summary>
    public int Mm { get; init; }

    /// <summary>The pin that it is for.</summary>
    public long Pin { get; init; }

    /// <summary>RLIMIT_MEMLOCK in pages; the largest number where CAP_IPC_LOCK lifts it.</summary>
    public ulong LimitPages { get; init; } = ulong.MaxValue;
}

/// <summary>A charge was taken back.</summary>
public sealed record MemlockUncharged(int Process, ulong Pages)
{
    /// <summary>Which of the process's address spaces, counted by its execs.</summary>
    public int Mm { get; init; }

    /// <summary>The pin that it was for.</summary>
    public long Pin { get; init; }
}
