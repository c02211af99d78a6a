namespace PhyrActors.Model;

/// <summary>A run of physical bytes and whoever lends them: an entry of the CPU's side of a list.</summary>
/// <remarks>24 bytes. Memory of the kernel's own has no provider; lent memory comes from
/// <see cref="MemoryProvider.Lend"/> only.</remarks>
public readonly record struct CpuRange : IRange<CpuRange>
{
    public CpuRange(Phyr phyr)
        : this(phyr, ProviderMark.None)
    {
    }

    internal CpuRange(Phyr phyr, ProviderMark mark) => (Phyr, Mark) = (phyr, mark);

    public Phyr Phyr { get; }

    internal ProviderMark Mark { get; }

    public ulong LengthBytes => Phyr.LengthBytes;

    /// <summary>The provider's number; 0: the kernel's own memory.</summary>
    public int Provider => Mark.Provider;

    public bool IsLent => Provider != 0;

    /// <summary>Whether there is a struct page, which scatterlists, bio_vecs, page arrays and folios need.</summary>
    public bool HasPages => Mark.HasPages;

    /// <summary>Whether only whole frames are touched.</summary>
    public bool IsWholeFrames => PageSize.Size4KiB.IsAligned(Phyr.Start.Value | Phyr.LengthBytes);

    /// <summary>The frames touched, whole or in part.</summary>
    public ulong Frames => Pfn.Of(Phyr.Last).Value - Pfn.Of(Phyr.Start).Value + 1;

    /// <summary>Bytes of the first frame before the range.</summary>
    public uint OffsetInFrameBytes => (uint)(Phyr.Start.Value & PageSize.Size4KiB.OffsetMask);

    /// <summary>Whole frames of the kernel's own.</summary>
    /// <exception cref="ArgumentException">There are none, or they run past the last address.</exception>
    public static CpuRange OfFrames(Pfn start, ulong frames)
    {
        ulong framesMax = 1UL << FrameBlock.FrameBits;
        bool isRun = frames > 0 && frames < framesMax && start.Value <= framesMax - frames;
        Refusals.ThrowIf(isRun
            ? null
            : $"{start} and {frames} frames on are no run of memory.");
        return new CpuRange(new Phyr(start.Address, frames << Pfn.FrameSizeLog2));
    }

    ulong IRange<CpuRange>.StartValue => Phyr.Start.Value;

    public CpuRange Slice(ulong skipBytes, ulong lengthBytes)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(skipBytes, LengthBytes);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(lengthBytes, LengthBytes - skipBytes);
        ArgumentOutOfRangeException.ThrowIfZero(lengthBytes);
        return new CpuRange(new Phyr(Phyr.Start + skipBytes, lengthBytes), Mark);
    }

    public bool TryMerge(CpuRange next, out CpuRange merged)
    {
        bool isOne = Mark == next.Mark && Phyr.IsFollowedBy(next.Phyr) && LengthBytes <= ~next.LengthBytes;
        merged = isOne ? new CpuRange(new Phyr(Phyr.Start, LengthBytes + next.LengthBytes), Mark) : default;
        return isOne;
    }

    public override string ToString() =>
        LengthBytes == 0 ? "[]" : IsLent ? $"{Phyr} of provider {Provider}" : Phyr.ToString();
}
