using PhyrActors.Exploration;
using PhyrActors.Model;

namespace PhyrActors.Scenarios;

/// <summary>I-5, judged when a driver writes descriptors.</summary>
internal sealed class IotlbBeforeDeviceTlbMonitor : IOracle
{
    public string Invariant => IotlbBeforeDeviceTlb.Id;

    public InvariantKind Kind => InvariantKind.Local;

    public IReadOnlyList<Type> Listens { get; } = [typeof(DescriptorsSubmitted)];

    public void On(object @event, in Stamp stamp, IFindings findings)
    {
        if (@event is DescriptorsSubmitted submitted)
        {
            findings.Report(IotlbBeforeDeviceTlb.OfSubmission(submitted.Unit, submitted.Descriptors.Span));
        }
    }

    public void AtQuiescence(IFindings findings)
    {
    }
}
