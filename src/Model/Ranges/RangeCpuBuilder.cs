namespace PhyrActors.Model;

/// <summary>Collects what a pin finds, in the order of the virtual addresses, into one
/// <see cref="RangeCpu"/>.</summary>
/// <remarks>Neighbouring pieces of one folio become one chunk. The range begins
/// <paramref name="firstPageOffsetBytes"/> into the first frame, or where a first range of bytes does.</remarks>
public sealed class RangeCpuBuilder(ulong firstPageOffsetBytes = 0) : ICpuSink
{
    private readonly CompressedList _blocks = new();
    private ulong _firstPageOffsetBytes = firstPageOffsetBytes < Pfn.FrameSizeBytes
        ? firstPageOffsetBytes
        : throw new ArgumentOutOfRangeException(nameof(firstPageOffsetBytes));

    // Bytes of the last frame behind the end.
    private ulong _cutBytes;
    private ulong _firstOffsetBytes;
    private FrameBlock _folio;
    private Pfn _pendingStart;
    private ulong _pendingFrames;
    private ulong _frames;
    private bool _built;

    /// <summary>The bytes collected.</summary>
    public ulong LengthBytes => _frames == 0
        ? 0
        : unchecked((_frames << Pfn.FrameSizeLog2) - _firstPageOffsetBytes - _cutBytes);

    private ulong EndInFrameBytes => _cutBytes == 0 ? 0 : Pfn.FrameSizeBytes - _cutBytes;

    /// <summary>Whether a list can be one of chunks under contiguous virtual addresses: only the first may begin and
    /// only the last may end inside a frame.</summary>
    public static bool Accepts(ReadOnlySpan<Phyr> phyrs)
    {
        for (int i = 1; i < phyrs.Length; i++)
        {
            if (!PageSize.Size4KiB.IsAligned(phyrs[i].Start.Value)
                || !PageSize.Size4KiB.IsAligned(unchecked(phyrs[i - 1].Last.Value + 1)))
            {
                return false;
            }
        }

        return phyrs.Length > 0;
    }

    /// <summary>The range of a list of which no folios are known, or null where <see cref="Accepts"/> says
    /// no.</summary>
    public static RangeCpu? TryFrom(ReadOnlySpan<Phyr> phyrs)
    {
        if (!Accepts(phyrs))
        {
            return null;
        }

        RangeCpuBuilder builder = new();
        foreach (Phyr phyr in phyrs)
        {
            builder.Append(new CpuRange(phyr));
        }

        return builder.Build();
    }

    /// <inheritdoc/>
    public string? WhyNot(CpuRange range) =>
        Refusals.TooLong(LengthBytes, range)
        ?? Refusals.Lent(range)
        ?? Refusals.InsideFrame(LengthBytes, EndInFrameBytes, range);

    /// <inheritdoc/>
    public string? WhyNot(Pfn start, ulong frames, FrameBlock folio) =>
        Refusals.OutsideFolio(start, frames, folio) ?? WhyNot(CpuRange.OfFrames(start, frames));

    /// <summary>Adds bytes of which no folio is known, as the fewest natural blocks.</summary>
    public void Append(CpuRange range)
    {
        Refusals.ThrowIf(WhyNot(range));
        _firstPageOffsetBytes = _frames == 0 ? range.OffsetInFrameBytes : _firstPageOffsetBytes;
        AppendRun(Pfn.Of(range.Phyr.Start), range.Frames);
        _cutBytes = PageSize.Size4KiB.OffsetMask - (range.Phyr.Last.Value & PageSize.Size4KiB.OffsetMask);
    }

    /// <summary>Adds frames of one folio.</summary>
    /// <exception cref="ArgumentException">The frames cannot follow, are none, or not all of the folio.</exception>
    public void Append(Pfn start, ulong frames, FrameBlock folio)
    {
        if (!Fits(start, frames, folio))
        {
            Refusals.ThrowIf(WhyNot(start, frames, folio));
        }

        ThrowIfBuilt();
        if (_pendingFrames > 0 && folio == _folio && start == _pendingStart + _pendingFrames)
        {
            _pendingFrames += frames;
        }
        else
        {
            Flush(last: false);
            (_folio, _pendingStart, _pendingFrames) = (folio, start, frames);
        }

        _frames += frames;
    }

    /// <summary>Adds frames of which no folio is known, as the fewest natural blocks.</summary>
    public void AppendRun(Pfn start, ulong frames)
    {
        while (frames > 0)
        {
            FrameBlock block = FrameBlock.LargestAt(start, frames);
            Append(start, block.Frames, block);
            (start, frames) = (block.End, frames - block.Frames);
        }
    }

    /// <summary>Everything collected.</summary>
    /// <exception cref="InvalidOperationException">Nothing was collected, or the range was built before.</exception>
    public RangeCpu Build() => Build(LengthBytes);

    /// <summary>Everything collected, less what lies behind <paramref name="lengthBytes"/> in the last
    /// frame.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The length does not end in the last frame.</exception>
    /// <exception cref="InvalidOperationException">Nothing was collected, or the range was built before.</exception>
    public RangeCpu Build(ulong lengthBytes)
    {
        ThrowIfBuilt();
        if (_frames == 0)
        {
            throw new InvalidOperationException("A range has at least one byte.");
        }

        ArgumentOutOfRangeException.ThrowIfGreaterThan(lengthBytes, LengthBytes);
        ulong cutBytes = LengthBytes + _cutBytes - lengthBytes;
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(cutBytes, Pfn.FrameSizeBytes, nameof(lengthBytes));
        Flush(last: true);
        _blocks.Trim();
        _built = true;
        return new RangeCpu(_blocks, _firstOffsetBytes, lengthBytes);
    }

    /// <inheritdoc/>
    public IRangeStorage<CpuRange> Finish() => Build();

    /// <summary>Whether there is no reason to refuse frames, without looking for one; false does not say that there
    /// is one.</summary>
    private bool Fits(Pfn start, ulong frames, FrameBlock folio) =>
        unchecked(start.Value - folio.Head.Value) < folio.Frames
        && unchecked(frames - 1) < folio.Frames - (start.Value - folio.Head.Value)
        && _cutBytes == 0
        && _frames < 1UL << (FrameBlock.FrameBits - 1);

    private void Flush(bool last)
    {
        if (_pendingFrames == 0)
        {
            return;
        }

        bool first = _blocks.Count == 0;
        Pfn end = _pendingStart + _pendingFrames;
        if ((first || _pendingStart == _folio.Head) && (last || end == _folio.End))
        {
            _firstOffsetBytes = first ? OffsetInFolioBytes() : _firstOffsetBytes;
            _blocks.Append(_folio);
            return;
        }

        _firstOffsetBytes = first ? _firstPageOffsetBytes : _firstOffsetBytes;
        for (Pfn next = _pendingStart; next < end;)
        {
            FrameBlock block = FrameBlock.LargestAt(next, end.Value - next.Value);
            _blocks.Append(block);
            next = block.End;
        }
    }

    private ulong OffsetInFolioBytes() => (_pendingStart.Address - _folio.Head.Address) + _firstPageOffsetBytes;

    private void ThrowIfBuilt()
    {
        if (_built)
        {
            throw new InvalidOperationException("The range was built.");
        }
    }
}
