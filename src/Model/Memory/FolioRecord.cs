namespace PhyrActors.Model;

/// <summary>What is kept for each folio: 24 bytes, no references, so that millions cost little.</summary>
/// <remarks>The word holds the order in bits 4:0, "live" in 5, the page that maps the folio in 47:12 and
/// <see cref="FolioFlags"/> in 63:48.</remarks>
internal struct FolioRecord
{
    private const ulong OrderMask = 31;
    private const int FlagsShift = 48;
    private const ulong FlagsMask = 0xFFFFUL << FlagsShift;
    private const ulong LiveBit = 1UL << 5;
    private const ulong PageMask = ~(FlagsMask | (Pfn.FrameSizeBytes - 1));

    private ulong _word;
    private int _owner;
    private int _refCount;
    private int _pinCount;
    private int _mapCount;

    public FolioRecord(int order)
    {
        _word = (ulong)order | LiveBit;
        _refCount = 1;
    }

    public readonly bool IsLive => (_word & LiveBit) != 0;

    public readonly int Order => (int)(_word & OrderMask);

    public FolioFlags Flags
    {
        readonly get => (FolioFlags)((_word & FlagsMask) >> FlagsShift);
        set => _word = (_word & ~FlagsMask) | (((ulong)value << FlagsShift) & FlagsMask);
    }

    public void Set(FolioFlags flags) => _word |= unchecked((ulong)flags << FlagsShift);

    public readonly Folio Snapshot(FrameBlock block, MemoryZone zone) =>
        new(block, zone, Flags, _refCount, _pinCount, _mapCount, _owner, new VirtAddr(_word & PageMask));

    /// <summary>folio_try_get.</summary>
    public Errno TryGet(int refs) => TryTake(refs, 0);

    /// <summary>try_grab_folio with FOLL_PIN.</summary>
    public Errno TryPin(int refs) =>
        Order > 0 ? TryTake(refs, refs) : TryTake((long)refs * Folio.GupPinCountingBias, 0);

    public FolioRelease Put(int refs) => Release(refs, 0);

    /// <summary>gup_put_folio with FOLL_PIN.</summary>
    public FolioRelease Unpin(int refs) =>
        Order > 0 ? Release(refs, refs) : Release((long)refs * Folio.GupPinCountingBias, 0);

    public Errno Map(int owner, VirtAddr at, int mappings)
    {
        Errno refused = TryGet(mappings);
        if (refused == Errno.None)
        {
            _mapCount += mappings;
            _owner = owner;
            _word = (_word & ~PageMask) | (at.Value & PageMask);
        }

        return refused;
    }

    /// <summary>Notes a moved entry at its new address. The last mapping is the mover's, whoever was the latest to map
    /// the folio: a fork notes the child, which may be gone.</summary>
    public void MoveMapping(int owner, VirtAddr from, VirtAddr to)
    {
        bool isNoted = _mapCount == 1 || (_mapCount > 1 && _owner == owner);
        if (isNoted && (_word & PageMask) == (from.Value & PageMask))
        {
            _owner = owner;
            _word = (_word & ~PageMask) | (to.Value & PageMask);
        }
    }

    public FolioRelease Unmap(int mappings)
    {
        if (mappings > _mapCount)
        {
            return FolioRelease.Underflow;
        }

        FolioRelease release = Put(mappings);
        _mapCount -= release == FolioRelease.Underflow ? 0 : mappings;
        return release;
    }

    /// <summary>Hands mappings, flags and the references they explain to a fresh folio; the caller's own reference
    /// stays.</summary>
    public void MoveTo(ref FolioRecord fresh, int expectedRefs)
    {
        fresh._word = _word;
        fresh._owner = _owner;
        fresh._mapCount = _mapCount;
        fresh._refCount += expectedRefs;
        Flags = FolioFlags.None;
        _mapCount = 0;
        _refCount -= expectedRefs;
    }

    /// <summary>Makes this fresh record a part of another, mapped once at its place in the other's mapping.</summary>
    /// <param name="whole">What it was part of.</param>
    /// <param name="offsetFrames">Where in it.</param>
    /// <param name="refs">Its references.</param>
    public void BecomePartOf(in FolioRecord whole, ulong offsetFrames, int refs)
    {
        ulong at = (whole._word & PageMask) + (offsetFrames << Pfn.FrameSizeLog2);
        _word = (_word & ~(PageMask | FlagsMask)) | (whole._word & FlagsMask) | (at & PageMask);
        (_owner, _mapCount, _refCount) = (whole._owner, whole._mapCount, refs);
    }

    private Errno TryTake(long refs, int pins)
    {
        if (_refCount <= 0)
        {
            return Errno.EAGAIN;
        }

        if (refs > int.MaxValue - _refCount)
        {
            return Errno.ENOMEM;
        }

        _refCount += (int)refs;
        _pinCount += pins;
        return Errno.None;
    }

    private FolioRelease Release(long refs, int pins)
    {
        if (refs > _refCount || pins > _pinCount)
        {
            return FolioRelease.Underflow;
        }

        _refCount -= (int)refs;
        _pinCount -= pins;
        return _refCount == 0 ? FolioRelease.Freed : FolioRelease.Kept;
    }
}
