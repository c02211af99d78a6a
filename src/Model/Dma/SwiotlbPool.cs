namespace PhyrActors.Model;

/// <summary>The bounce pool: slots of 2 KiB, taken in runs that stay within a segment.</summary>
/// <remarks>The search is next-fit within an area; the areas of other CPUs are tried in turn. Source:
/// kernel/dma/swiotlb.c:swiotlb_search_pool_area() and swiotlb_tbl_map_single(), v6.16.</remarks>
public sealed class SwiotlbPool
{
    private readonly SwiotlbSettings _settings;
    private readonly bool _stepsPastFree;
    private readonly SlotMap _map;
    private readonly int[] _headOf;
    private readonly Run?[] _runs;
    private readonly Area[] _areas;

    /// <param name="settings">Where and how large.</param>
    /// <param name="stepsPastFree">The search moves on to an aligned slot after it has seen that there is room
    /// (<see cref="Mutation.B29"/>).</param>
    /// <exception cref="ArgumentException">Not whole segments an area, or the areas are no power of two.</exception>
    public SwiotlbPool(SwiotlbSettings settings, bool stepsPastFree = false)
    {
        ArgumentNullException.ThrowIfNull(settings);
        if (!System.Numerics.BitOperations.IsPow2(settings.Areas)
            || settings.Slots % (SwiotlbSettings.SegmentSlots * settings.Areas) != 0
            || settings.Start.Value % (SwiotlbSettings.SegmentSlots * SwiotlbSettings.SlotBytes) != 0)
        {
            throw new ArgumentException("a pool begins at a segment and has whole segments in each area");
        }

        (_settings, _stepsPastFree) = (settings, stepsPastFree);
        _map = new SlotMap(settings.Slots);
        _headOf = new int[settings.Slots];
        _runs = new Run?[settings.Slots];
        _areas = new Area[settings.Areas];
    }

    /// <summary>Slots taken.</summary>
    public int UsedSlots { get; private set; }

    /// <summary>The longest mapping of a device (swiotlb_max_mapping_size).</summary>
    public static ulong MappingMaxBytes(DmaDevice device)
    {
        ArgumentNullException.ThrowIfNull(device);
        ulong align = AlignUp(device.MinAlignMask, SwiotlbSettings.SlotBytes - 1);
        return (SwiotlbSettings.SegmentSlots * SwiotlbSettings.SlotBytes) - align;
    }

    /// <summary>Takes slots for a piece of memory.</summary>
    /// <param name="device">Its alignment and segment boundary count.</param>
    /// <param name="original">The memory.</param>
    /// <param name="allocAlignMask">What begins and ends at a multiple of this plus one: an IOMMU's granule.</param>
    /// <param name="cpu">Whose area is searched first.</param>
    /// <param name="slot">What was taken.</param>
    /// <returns>ENOMEM: "swiotlb buffer is full", also for what no segment can hold.</returns>
    public Errno TryTake(DmaDevice device, Phyr original, ulong allocAlignMask, int cpu, out BounceSlot slot)
    {
        ArgumentNullException.ThrowIfNull(device);
        const ulong SlotMask = SwiotlbSettings.SlotBytes - 1;
        ulong offset = original.Start.Value & device.MinAlignMask & (allocAlignMask | SlotMask);
        ulong allocBytes = AlignUp(original.LengthBytes + offset, allocAlignMask);
        slot = default;
        if (allocBytes > SwiotlbSettings.SegmentSlots * SwiotlbSettings.SlotBytes)
        {
            return Errno.ENOMEM;
        }

        SlotSearch search = SlotSearch.For(device, original.Start, allocAlignMask, allocBytes);
        for (int i = 0; i < _areas.Length; i++)
        {
            int area = (cpu + i) & (_areas.Length - 1);
            if (TryFind(area, search, out int first))
            {
                Take(area, first, search.Slots);
                PhysAddr address = AddressOf(first) + offset;
                slot = new BounceSlot(address, original.Start, original.LengthBytes);
                int head = SlotAt(address);
                _runs[head] = new Run(slot, first, search.Slots, area);
                Array.Fill(_headOf, head, head, first + search.Slots - head);
                return Errno.None;
            }
        }

        return Errno.ENOMEM;
    }

    /// <summary>What a copy of some bytes of the pool moves, cut at the end of its mapping.</summary>
    /// <returns>False: nobody has these bytes.</returns>
    public bool TryFindCopy(PhysAddr address, ulong lengthBytes, out BounceSlot copy)
    {
        copy = default;
        if (!_settings.Contains(address) || _map.FreeRun(SlotAt(address), 1) == 1
            || _runs[_headOf[SlotAt(address)]] is not { } run
            || address < run.Slot.Address || address - run.Slot.Address >= run.Slot.LengthBytes)
        {
            return false;
        }

        ulong offset = address - run.Slot.Address;
        ulong length = Math.Min(lengthBytes, run.Slot.LengthBytes - offset);
        copy = new BounceSlot(address, run.Slot.Original + offset, length);
        return true;
    }

    /// <summary>Gives a mapping's slots back.</summary>
    /// <returns>EINVAL: no mapping begins there.</returns>
    public Errno Release(PhysAddr address)
    {
        if (!_settings.Contains(address) || _runs[SlotAt(address)] is not { } run || run.Slot.Address != address)
        {
            return Errno.EINVAL;
        }

        _runs[SlotAt(address)] = null;
        _map.Set(run.First, run.Slots, isTaken: false);
        _areas[run.Area].Used -= run.Slots;
        UsedSlots -= run.Slots;
        return Errno.None;
    }

    private bool TryFind(int area, in SlotSearch search, out int first)
    {
        int slots = _settings.AreaSlots;
        first = 0;
        if (slots - _areas[area].Used < search.Slots)
        {
            return false;
        }

        int index = (int)AlignUp((ulong)_areas[area].Next, (ulong)search.Stride - 1) % slots;
        for (int seen = 0; seen < slots;)
        {
            int at = (area * slots) + index;
            bool isAllowed = search.Allows(AddressOf(at));
            if (isAllowed && _map.FreeRun(at, search.Slots) == search.Slots)
            {
                first = _stepsPastFree ? StepOn(at, search, area) : at;
                return true;
            }

            int step = isAllowed ? search.Stride : 1;
            (index, seen) = ((index + step) % slots, seen + step);
        }

        return false;
    }

    /// <summary>The defect: on to the next multiple of a page, as far as the area goes.</summary>
    private int StepOn(int at, in SlotSearch search, int area)
    {
        int aligned = (at | 1) + 1;
        return aligned + search.Slots <= (area + 1) * _settings.AreaSlots ? aligned : at;
    }

    private void Take(int area, int first, int slots)
    {
        _map.Set(first, slots, isTaken: true);
        _areas[area].Used += slots;
        _areas[area].Next = (first + slots) % _settings.AreaSlots;
        UsedSlots += slots;
    }

    private int SlotAt(PhysAddr address) => (int)((address - _settings.Start) >> SwiotlbSettings.SlotLog2);

    private PhysAddr AddressOf(int slot) => _settings.Start + ((ulong)slot << SwiotlbSettings.SlotLog2);

    private static ulong AlignUp(ulong value, ulong mask) => (value + mask) & ~mask;

    private struct Area
    {
        public int Used;
        public int Next;
    }

    private sealed record Run(BounceSlot Slot, int First, int Slots, int Area);
}
