using PhyrActors.Exploration;
using PhyrActors.Model;

namespace PhyrActors.Scenarios;

/// <summary>DD1 to DD28 as far as the model has them, and I-39: what dma-debug says of a driver's calls.</summary>
/// <remarks>All of it is judged on the events of the DMA API in their own order.</remarks>
internal sealed class DmaDebugMonitor : IOracle
{
    private readonly MappingLedger _ledger = new();
    private readonly ActiveCacheLines _lines = new();
    private readonly SortedDictionary<int, DmaDevice> _devices = [];
    private readonly IReadOnlyList<(Phyr Where, MemoryKind Kind)> _memory;
    private readonly int _entriesMax;

    /// <param name="devices">Limits of devices that have any.</param>
    /// <param name="memory">What is not plain RAM.</param>
    /// <param name="entriesMax">Mappings that can be remembered.</param>
    public DmaDebugMonitor(
        IReadOnlyList<DmaDevice> devices,
        IReadOnlyList<(Phyr Where, MemoryKind Kind)> memory,
        int entriesMax = PendingMappings.EntriesMax)
    {
        (_memory, _entriesMax) = (memory, entriesMax);
        foreach (DmaDevice device in devices)
        {
            _devices.Add(device.Number, device);
        }
    }

    public string Invariant => "dma-debug";

    public InvariantKind Kind => InvariantKind.Local;

    public IReadOnlyList<Type> Listens { get; } =
    [
        typeof(DmaMapped), typeof(DmaMapFailed), typeof(DmaUnmapped), typeof(DmaSynced), typeof(DriverUnbound),
    ];

    public void On(object @event, in Stamp stamp, IFindings findings)
    {
        switch (@event)
        {
            case DmaMapped mapped:
                OnMapped(mapped, findings);
                break;
            case DmaMapFailed failed:
                findings.Report(MapArguments.OfRefusal(failed.Device, failed.Refusal));
                break;
            case DmaUnmapped unmapped:
                OnUnmapped(unmapped, findings);
                break;
            case DmaSynced synced:
                MappedRecord? record = _ledger.Find(synced.Device, synced.Start, out ulong start);
                Report(SyncWithinMapping.OfSync(synced, start, record), findings);
                break;
            case DriverUnbound unbound:
                int count = _ledger.CountOf(unbound.Device, out ulong lowest);
                findings.Report(PendingMappings.OfUnbind(unbound.Device, count, lowest));
                break;
        }
    }

    public void AtQuiescence(IFindings findings)
    {
    }

    private void OnMapped(DmaMapped mapped, IFindings findings)
    {
        findings.Report(NeedUnmapSampling.OfMap(mapped.Device, mapped.IsBounced, mapped.NeedsUnmap));
        foreach (Phyr chunk in mapped.Range)
        {
            findings.Report(MappableMemory.OfMap(mapped.Device, chunk, mapped.Attributes, KindOf(chunk)));
        }

        if (mapped.Type == DmaMapType.Sg && _devices.TryGetValue(mapped.Device, out DmaDevice? device))
        {
            for (int i = 0; i < mapped.Plan.Count; i++)
            {
                // A window of IOVA is no segment of a list: dma_iova_* knows of no limits of segments.
                Report(mapped.Plan[i].IsBus ? SegmentLimits.OfSegment(device, mapped.Plan[i]) : [], findings);
            }
        }

        if (!MappingLedger.IsForgettable(mapped))
        {
            _lines.Add(mapped, findings);
        }

        _ledger.Add(mapped);
        findings.Report(PendingMappings.OfCount(_ledger.Count, _entriesMax));
    }

    private void OnUnmapped(DmaUnmapped unmapped, IFindings findings)
    {
        MappingLedger.Entry? entry = _ledger.Take(unmapped);
        Report(UnmapAsMapped.OfUnmap(unmapped, entry?.Record), findings);
        if (entry is { IsForgettable: false })
        {
            _lines.Remove(entry);
        }
    }

    private MemoryKind KindOf(Phyr chunk)
    {
        for (int i = 0; i < _memory.Count; i++)
        {
            if (_memory[i].Where.Overlaps(chunk))
            {
                return _memory[i].Kind;
            }
        }

        return MemoryKind.Ram;
    }

    private static void Report(IEnumerable<Violation> violations, IFindings findings)
    {
        foreach (Violation violation in violations)
        {
            findings.Report(violation);
        }
    }
}
