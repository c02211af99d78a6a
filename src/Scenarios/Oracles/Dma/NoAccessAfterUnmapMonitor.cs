using PhyrActors.Exploration;
using PhyrActors.Model;

namespace PhyrActors.Scenarios;

/// <summary>I-15, judged at every unmap and at every access of a device that only its driver drives.</summary>
internal sealed class NoAccessAfterUnmapMonitor : IOracle
{
    private readonly Dictionary<int, List<Mapping>> _mappings = [];

    public string Invariant => NoAccessAfterUnmap.Id;

    public InvariantKind Kind => InvariantKind.Ordered;

    public IReadOnlyList<Type> Listens { get; } = [typeof(DmaMapped), typeof(AccessIssued), typeof(DmaUnmapped)];

    public void On(object @event, in Stamp stamp, IFindings findings)
    {
        switch (@event)
        {
            case DmaMapped mapped:
                OnMapped(mapped);
                break;
            case AccessIssued issued:
                OnIssued(issued, stamp, findings);
                break;
            case DmaUnmapped unmapped:
                OnUnmapped(unmapped, stamp, findings);
                break;
        }
    }

    public void AtQuiescence(IFindings findings)
    {
    }

    private void OnMapped(DmaMapped mapped)
    {
        List<Mapping> mappings = Of(mapped.Device);
        Mapping mapping = new(mapped.Plan);
        mappings.RemoveAll(other => other.IsOver && mapping.Overlaps(other));
        mappings.Add(mapping);
    }

    private void OnIssued(AccessIssued issued, in Stamp stamp, IFindings findings)
    {
        if (Of(issued.Device).FindLast(known => known.Contains(issued.Start)) is { } mapping)
        {
            mapping.LastAccess = stamp.Here;
            findings.Report(NoAccessAfterUnmap.OfAccess(issued.Device, issued.Start, !mapping.IsOver));
        }
    }

    private void OnUnmapped(DmaUnmapped unmapped, in Stamp stamp, IFindings findings)
    {
        Mapping? mapping = Of(unmapped.Device).Find(known => !known.IsOver && known.Start == unmapped.Start);
        if (mapping is null)
        {
            return;
        }

        mapping.IsOver = true;
        bool isOver = mapping.LastAccess.Index == 0 || stamp.Follows(mapping.LastAccess);
        findings.Report(NoAccessAfterUnmap.OfUnmap(unmapped.Device, unmapped.Start, isOver), mapping.LastAccess);
    }

    private List<Mapping> Of(int device)
    {
        if (!_mappings.TryGetValue(device, out List<Mapping>? mappings))
        {
            _mappings.Add(device, mappings = []);
        }

        return mappings;
    }

    private sealed class Mapping(MapPlan plan)
    {
        public ulong Start => AddressOf(plan[0]);

        public bool IsOver { get; set; }

        /// <summary>The step of the device's last access; index 0 while there is none.</summary>
        public Epoch LastAccess { get; set; }

        public bool Contains(ulong address)
        {
            for (int entry = 0; entry < plan.Count; entry++)
            {
                ulong start = AddressOf(plan[entry]);
                if (address >= start && address - start < plan[entry].LengthBytes)
                {
                    return true;
                }
            }

            return false;
        }

        public bool Overlaps(Mapping other) => other.Contains(Start) || Contains(other.Start);

        private static ulong AddressOf(DmaRange entry) => entry.IsBus ? entry.BusAddr.Value : entry.Iova.Value;
    }
}
