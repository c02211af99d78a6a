using System.Runtime.InteropServices;
using PhyrActors.Exploration;
using PhyrActors.Model;

namespace PhyrActors.Scenarios;

/// <summary>How often the first cache line of each live chunk is mapped by devices that write.</summary>
internal sealed class ActiveCacheLines
{
    private readonly Dictionary<ulong, Line> _lines = [];

    public void Add(DmaMapped mapped, IFindings findings)
    {
        if (!CacheLineOverlap.Counts(mapped.Direction, mapped.Attributes))
        {
            return;
        }

        int allows = mapped.Attributes.HasFlag(DmaAttributes.IgnoreCacheLines) ? 1 : 0;
        foreach (Phyr chunk in mapped.Range)
        {
            ref Line line = ref CollectionsMarshal.GetValueRefOrAddDefault(_lines, LineOf(chunk), out _);
            bool allAllow = allows == 1 && line.Allowing == line.Live;
            PhysAddr address = new(LineOf(chunk) * DmaDevice.CacheLineBytes);
            findings.Report(CacheLineOverlap.OfMap(mapped.Device, address, line.Live, allAllow));
            line = new Line(line.Live + 1, line.Allowing + allows);
        }
    }

    public void Remove(MappingLedger.Entry entry)
    {
        if (!CacheLineOverlap.Counts(entry.Record.Direction, entry.Attributes))
        {
            return;
        }

        int allows = entry.Attributes.HasFlag(DmaAttributes.IgnoreCacheLines) ? 1 : 0;
        foreach (Phyr chunk in entry.Range)
        {
            Line line = _lines[LineOf(chunk)];
            _lines[LineOf(chunk)] = new Line(line.Live - 1, line.Allowing - allows);
            if (line.Live == 1)
            {
                _lines.Remove(LineOf(chunk));
            }
        }
    }

    private static ulong LineOf(Phyr chunk) => chunk.Start.Value / DmaDevice.CacheLineBytes;

    private readonly record struct Line(int Live, int Allowing);
}
