namespace PhyrActors.Model;

/// <summary>What a map gave back, as an answer to "how many lists are there now".</summary>
public enum MapPlanKind
{
    /// <summary>None: the device uses the CPU's list as it is, and it must stay.</summary>
    Alias = 0,

    /// <summary>One entry for everything.</summary>
    SingleEntry = 1,

    /// <summary>Entries of its own, wherever they lead: bus offsets, bounce slots, peers.</summary>
    List = 2,
}

/// <summary>What a device is told: the pin's own list, or a list of DMA addresses.</summary>
/// <remarks>An alias allocates nothing; it is valid as long as its list is. Source of the three results: M. Wilcox,
/// Phyr Starter, linux-mm, January 2022.</remarks>
public readonly record struct MapPlan
{
    private readonly RangeCpu? _shared;
    private readonly RangeDma? _entries;

    private MapPlan(RangeCpu? shared, RangeDma? entries) => (_shared, _entries) = (shared, entries);

    public MapPlanKind Kind =>
        _shared is not null ? MapPlanKind.Alias
        : _entries!.Count == 1 ? MapPlanKind.SingleEntry
        : MapPlanKind.List;

    /// <summary>The list that an alias shares, else null.</summary>
    public RangeCpu? Shared => _shared;

    public int Count => _shared?.ChunkCount ?? _entries!.Count;

    /// <summary>Entries that the map wrote down.</summary>
    public int EntriesWritten => _entries?.Count ?? 0;

    /// <summary>Bytes beside those of the CPU's list.</summary>
    public ulong BytesHeld => _entries?.BytesHeld ?? 0;

    public ulong LengthBytes => _shared?.LengthBytes ?? _entries!.LengthBytes;

    /// <summary>What the device is told at a position.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such entry.</exception>
    public DmaRange this[int index]
    {
        get
        {
            if (_shared is null)
            {
                return _entries![index];
            }

            Phyr chunk = _shared[index];
            return new DmaRange(new BusAddr(chunk.Start.Value), chunk.LengthBytes);
        }
    }

    /// <summary>The device's addresses are the CPU's: nothing to write down.</summary>
    public static MapPlan AliasOf(RangeCpu range)
    {
        ArgumentNullException.ThrowIfNull(range);
        return new MapPlan(range, null);
    }

    /// <summary>A list of its own, of one entry or more.</summary>
    public static MapPlan Of(RangeDma entries)
    {
        ArgumentNullException.ThrowIfNull(entries);
        return new MapPlan(null, entries);
    }

    public override string ToString() => $"{Kind}: {LengthBytes} bytes in {Count} entries";
}
