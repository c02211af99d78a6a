using PhyrActors.Model;

namespace PhyrActors.Scenarios;

/// <summary>Live mappings of all devices, as dma-debug remembers them.</summary>
internal sealed class MappingLedger
{
    private readonly SortedSet<(int Device, ulong Start)> _starts = [];
    private readonly Dictionary<(int Device, ulong Start), List<Entry>> _entries = [];

    /// <summary>Mappings that drivers must unmap.</summary>
    public int Count { get; private set; }

    public void Add(DmaMapped mapped)
    {
        (int Device, ulong Start) key = (mapped.Device, StartOf(mapped.Plan[0]));
        if (!_entries.TryGetValue(key, out List<Entry>? entries))
        {
            _entries.Add(key, entries = []);
            _starts.Add(key);
        }

        MappedRecord record = new(
            mapped.Type,
            mapped.Plan.LengthBytes,
            mapped.Range.ChunkCount,
            mapped.Direction,
            mapped.Range[0].Start);
        // A driver may leave these as they are; the next one at that address takes their place.
        entries.RemoveAll(static entry => entry.IsForgettable);
        bool isForgettable = IsForgettable(mapped);
        entries.Add(new Entry(record, mapped.Range, mapped.Attributes, isForgettable));
        Count += isForgettable ? 0 : 1;
    }

    /// <summary>The driver was told that there is nothing to unmap.</summary>
    public static bool IsForgettable(DmaMapped mapped) =>
        !mapped.NeedsUnmap && !mapped.IsBounced && mapped.Plan.Kind != MapPlanKind.Alias;

    /// <summary>Takes the mapping out that a call of unmap fits best; null if none begins there.</summary>
    public Entry? Take(DmaUnmapped unmapped)
    {
        (int Device, ulong Start) key = (unmapped.Device, unmapped.Start);
        if (!_entries.TryGetValue(key, out List<Entry>? entries))
        {
            return null;
        }

        Entry best = entries.MaxBy(entry => FitOf(entry.Record, unmapped))!;
        entries.Remove(best);
        Count -= best.IsForgettable ? 0 : 1;
        if (entries.Count == 0)
        {
            _entries.Remove(key);
            _starts.Remove(key);
        }

        return best;
    }

    /// <summary>The mapping that an address lies in, and where it begins; of several the longest.</summary>
    public MappedRecord? Find(int device, ulong address, out ulong start)
    {
        start = 0;
        (int Device, ulong Start) at = _starts.GetViewBetween((device, 0), (device, address)).Max;
        if (!_entries.TryGetValue(at, out List<Entry>? entries) || at.Device != device)
        {
            return null;
        }

        start = at.Start;
        MappedRecord longest = entries.MaxBy(static entry => entry.Record.LengthBytes)!.Record;
        return address - start < longest.LengthBytes ? longest : null;
    }

    /// <summary>What a device has mapped and must unmap: how many, and the lowest.</summary>
    public int CountOf(int device, out ulong lowest)
    {
        int count = 0;
        lowest = 0;
        foreach ((int Device, ulong Start) key in _starts.GetViewBetween((device, 0), (device, ulong.MaxValue)))
        {
            int own = _entries[key].Count(static entry => !entry.IsForgettable);
            lowest = count == 0 ? key.Start : lowest;
            count += own;
        }

        return count;
    }

    private static int FitOf(MappedRecord record, DmaUnmapped unmapped) =>
        (record.LengthBytes == unmapped.LengthBytes ? 1 : 0)
        + (record.Type == unmapped.Type ? 1 : 0)
        + (record.Direction == unmapped.Direction ? 1 : 0)
        + (record.Entries == unmapped.Entries ? 1 : 0);

    private static ulong StartOf(DmaRange entry) => entry.IsBus ? entry.BusAddr.Value : entry.Iova.Value;

    internal sealed record Entry(
        MappedRecord Record, RangeCpu Range, DmaAttributes Attributes, bool IsForgettable);
}
