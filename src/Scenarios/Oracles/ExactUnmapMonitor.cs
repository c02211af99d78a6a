using PhyrActors.Exploration;
using PhyrActors.Model;

namespace PhyrActors.Scenarios;

/// <summary>I-10, judged when all entries of an unmap are cleared.</summary>
internal sealed class ExactUnmapMonitor : IOracle
{
    public string Invariant => ExactUnmap.Id;

    public InvariantKind Kind => InvariantKind.Local;

    public IReadOnlyList<Type> Listens { get; } = [typeof(RangeUnmapped)];

    public void On(object @event, in Stamp stamp, IFindings findings)
    {
        if (@event is RangeUnmapped unmapped)
        {
            IovaRange asked = new(unmapped.Start, unmapped.AskedBytes);
            findings.Report(ExactUnmap.OfUnmap(unmapped.Domain, asked, unmapped.UnmappedBytes));
        }
    }

    public void AtQuiescence(IFindings findings)
    {
    }
}
