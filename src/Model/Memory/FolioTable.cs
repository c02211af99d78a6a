namespace PhyrActors.Model;

/// <summary>Owns the folios of a span of memory and the frames that are none: counts, mappings, zones,
/// generations.</summary>
/// <remarks>Every method that takes a frame accepts any frame of the folio. A reference belongs to whoever took it:
/// the caller of <see cref="TryAllocate"/> holds one, each mapping holds one. Sources: mm/gup.c, include/linux/mm.h,
/// mm/migrate.c, v6.16.</remarks>
public sealed partial class FolioTable
{
    private readonly ZoneSpan[] _zones;
    private readonly BuddyAllocator[] _buddies;
    private readonly FolioStore _store;
    private readonly FrameGenerations _generations = new();
    private Pfn? _zeroPage;

    /// <param name="zones">In rising order, none over another.</param>
    /// <exception cref="ArgumentException">There is no zone, or the order is broken.</exception>
    public FolioTable(params ReadOnlySpan<ZoneSpan> zones)
    {
        if (zones.IsEmpty)
        {
            throw new ArgumentException("Memory has at least one zone.", nameof(zones));
        }

        _zones = zones.ToArray();
        _buddies = new BuddyAllocator[_zones.Length];
        for (int i = 0; i < _zones.Length; i++)
        {
            if (i > 0 && _zones[i].First < _zones[i - 1].End)
            {
                throw new ArgumentException("Zones are in rising order, none over another.", nameof(zones));
            }

            _buddies[i] = new BuddyAllocator(_zones[i].First, _zones[i].Frames);
        }

        _store = new FolioStore(_zones[0].First, _zones[^1].End);
    }

    public int LiveFolios { get; private set; }

    /// <summary>Pins taken since the start (NR_FOLL_PIN_ACQUIRED).</summary>
    public long NrFollPinAcquired { get; private set; }

    /// <summary>Pins given back since the start (NR_FOLL_PIN_RELEASED); equal to the other at quiescence, or pins
    /// leak.</summary>
    public long NrFollPinReleased { get; private set; }

    /// <summary>Frames free in all zones.</summary>
    public ulong FreeFrames => Sum(buddy => buddy.FreeFrames);

    /// <summary>Frames that fragmentation keeps from everyone.</summary>
    public ulong HeldBackFrames => Sum(buddy => buddy.HeldBackFrames);

    /// <summary>Makes large orders scarce in all zones; see <see cref="BuddyAllocator.Fragment"/>.</summary>
    public void Fragment(double share, Func<ulong, ulong> below)
    {
        foreach (BuddyAllocator buddy in _buddies)
        {
            buddy.Fragment(share, below);
        }
    }

    /// <summary>Takes the block around a frame for good: EBUSY where part of it is in use, or must stay
    /// movable.</summary>
    public Errno TryHoldBack(Pfn frame, int order)
    {
        int zone = Array.FindIndex(_zones, span => span.Contains(frame));
        return zone >= 0 && _zones[zone].Zone == MemoryZone.Normal && _buddies[zone].TryHoldBack(frame, order)
            ? Errno.None
            : Errno.EBUSY;
    }

    /// <summary>A folio with one reference, the caller's; ENOMEM where the zone has no block of that order.</summary>
    /// <param name="order">log2 of frames; a table page of an IOMMU is a folio of order 0.</param>
    /// <param name="zone">No other zone is tried.</param>
    /// <param name="folio">The folio.</param>
    /// <param name="below">Picks among free blocks so that frames come in no order; null takes the lowest.</param>
    public Errno TryAllocate(int order, MemoryZone zone, out Folio folio, Func<ulong, ulong>? below = null)
    {
        for (int i = 0; i < _zones.Length; i++)
        {
            if (_zones[i].Zone == zone && _buddies[i].TryAllocate(order, out Pfn head, below))
            {
                FrameBlock block = new(head, order);
                folio = _store.Add(block).Snapshot(block, zone);
                LiveFolios++;
                return Errno.None;
            }
        }

        folio = default;
        return Errno.ENOMEM;
    }

    /// <summary>Makes the folio the zero page: pins of it are neither counted nor refused.</summary>
    /// <exception cref="ArgumentException">There is no folio of one frame.</exception>
    public void MakeZeroPage(Pfn frame)
    {
        if (!TryFind(frame, out Folio folio) || folio.IsLarge)
        {
            throw new ArgumentException("The zero page is a folio of one frame.", nameof(frame));
        }

        _zeroPage = frame;
    }

    /// <summary>Whether pins of the zero page are counted as those of other folios are (kernels until 2023).</summary>
    public bool CountsZeroPage { get; set; }

    public bool TryFind(Pfn frame, out Folio folio)
    {
        ref FolioRecord record = ref _store.Find(frame, out Pfn head);
        folio = record.IsLive ? SnapshotOf(ref record, head) : default;
        return record.IsLive;
    }

    /// <summary>Takes ordinary references: EAGAIN where the folio is gone, ENOMEM where the count would pass 2^31 -
    /// 1.</summary>
    public Errno TryGet(Pfn frame, int refs = 1)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(refs);
        return _store.Find(frame, out _).TryGet(refs);
    }

    /// <summary>Takes pins: EAGAIN where the folio is gone (read the page table again), ENOMEM where the count would
    /// pass 2^31 - 1; the kernel lets it turn negative and refuses from then on.</summary>
    public Errno TryPin(Pfn frame, int refs, out Folio folio)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(refs);
        ref FolioRecord record = ref _store.Find(frame, out Pfn head);
        Errno refused = Errno.None;
        if (!IsUncounted(head))
        {
            refused = record.TryPin(refs);
            NrFollPinAcquired += refused == Errno.None ? refs : 0;
        }

        folio = refused == Errno.None ? SnapshotOf(ref record, head) : default;
        return refused;
    }

    /// <summary>Gives pins back, state bits being set first.</summary>
    public FolioRelease Unpin(Pfn frame, int refs, FolioFlags set = FolioFlags.None)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(refs);
        ref FolioRecord record = ref FindAndSet(frame, set, out Pfn head);
        if (!record.IsLive || IsUncounted(head))
        {
            return record.IsLive ? FolioRelease.Kept : FolioRelease.Absent;
        }

        FolioRelease release = FreeIfLast(ref record, head, record.Unpin(refs));
        NrFollPinReleased += release == FolioRelease.Underflow ? 0 : refs;
        return release;
    }

    /// <summary>Gives ordinary references back, state bits being set first.</summary>
    public FolioRelease Put(Pfn frame, int refs = 1, FolioFlags set = FolioFlags.None)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(refs);
        ref FolioRecord record = ref FindAndSet(frame, set, out Pfn head);
        return record.IsLive ? FreeIfLast(ref record, head, record.Put(refs)) : FolioRelease.Absent;
    }

    /// <summary>Notes page-table entries of an address space, each with a reference of its own; refusals as for
    /// <see cref="TryGet"/>.</summary>
    public Errno TryMap(Pfn frame, int owner, VirtAddr at, int mappings = 1)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(mappings);
        return _store.Find(frame, out _).Map(owner, at, mappings);
    }

    /// <summary>Notes that the mapping a folio is found by is elsewhere in its address space by now; other mappings of
    /// it are not touched.</summary>
    public void MoveMapping(Pfn frame, int owner, VirtAddr from, VirtAddr to)
    {
        ref FolioRecord record = ref _store.Find(frame, out _);
        if (record.IsLive)
        {
            record.MoveMapping(owner, from, to);
        }
    }

    /// <summary>Takes page-table entries and their references away.</summary>
    public FolioRelease Unmap(Pfn frame, int mappings = 1)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(mappings);
        ref FolioRecord record = ref _store.Find(frame, out Pfn head);
        return record.IsLive ? FreeIfLast(ref record, head, record.Unmap(mappings)) : FolioRelease.Absent;
    }

    /// <summary>Sets and clears state bits; false where there is no folio.</summary>
    public bool TryChangeFlags(Pfn frame, FolioFlags set, FolioFlags clear = FolioFlags.None)
    {
        ref FolioRecord record = ref _store.Find(frame, out _);
        if (record.IsLive)
        {
            record.Flags = (record.Flags & ~clear) | set;
        }

        return record.IsLive;
    }

    /// <summary>Moves what a folio is to a fresh one of the same order: EAGAIN unless its references are those
    /// expected and one more, the caller's, so never while it is pinned.</summary>
    /// <remarks>Afterwards the caller puts the old folio, which frees it, and keeps its own reference to the new
    /// one.</remarks>
    /// <exception cref="ArgumentException">The new folio is in use or of another order.</exception>
    /// <param name="from">The old folio.</param>
    /// <param name="to">The fresh one.</param>
    /// <param name="ignoresRefs">A defect: what holds it beyond what is expected stays with the old folio.</param>
    public Errno TryMigrate(Pfn from, Pfn to, bool ignoresRefs = false)
    {
        if (!TryFind(from, out Folio old))
        {
            return Errno.EAGAIN;
        }

        if (!TryFind(to, out Folio fresh) || fresh.Order != old.Order || fresh.RefCount != 1 || fresh.MapCount != 0
            || fresh.Head == old.Head)
        {
            throw new ArgumentException("The new folio is fresh and of the same order.", nameof(to));
        }

        if (old.RefCount != old.ExpectedRefs + 1 && !ignoresRefs)
        {
            return Errno.EAGAIN;
        }

        _store.Find(from, out _).MoveTo(ref _store.Find(to, out _), old.ExpectedRefs);
        return Errno.None;
    }

    /// <summary>How often the frame was freed.</summary>
    public ulong Generation(Pfn frame) => _generations.Of(frame);

    public bool TryZoneOf(Pfn frame, out MemoryZone zone)
    {
        int index = Array.FindIndex(_zones, span => span.Contains(frame));
        zone = index < 0 ? default : _zones[index].Zone;
        return index >= 0;
    }

    private ref FolioRecord FindAndSet(Pfn frame, FolioFlags set, out Pfn head)
    {
        ref FolioRecord record = ref _store.Find(frame, out head);
        if (set != FolioFlags.None && record.IsLive)
        {
            record.Set(set);
        }

        return ref record;
    }

    private FolioRelease FreeIfLast(ref FolioRecord record, Pfn head, FolioRelease release)
    {
        if (release == FolioRelease.Freed)
        {
            FrameBlock block = new(head, record.Order);
            bool isPoisoned = (record.Flags & FolioFlags.HwPoison) != FolioFlags.None;
            _store.Remove(block);
            _generations.Bump(block);
            LiveFolios--;
            GiveBack(block, isPoisoned);
        }

        return release;
    }

    private Folio SnapshotOf(ref FolioRecord record, Pfn head) => record.Snapshot(
        new FrameBlock(head, record.Order), IsIsolated(head) ? MemoryZone.Isolate : _zones[ZoneIndexOf(head)].Zone);

    private int ZoneIndexOf(Pfn frame)
    {
        int index = 0;
        while (!_zones[index].Contains(frame))
        {
            index++;
        }

        return index;
    }

    private ulong Sum(Func<BuddyAllocator, ulong> part)
    {
        ulong sum = 0;
        foreach (BuddyAllocator buddy in _buddies)
        {
            sum += part(buddy);
        }

        return sum;
    }
}
