using PhyrActors.Exploration;
using PhyrActors.Model;

namespace PhyrActors.Scenarios;

/// <summary>I-31, judged at quiescence.</summary>
internal sealed class UnbindEndsMonitor : IOracle
{
    private readonly SortedSet<int> _unbinding = [];

    public string Invariant => UnbindEnds.Id;

    public InvariantKind Kind => InvariantKind.Final;

    public IReadOnlyList<Type> Listens { get; } = [typeof(ProviderUnbinding), typeof(ProviderUnbound)];

    public void On(object @event, in Stamp stamp, IFindings findings)
    {
        switch (@event)
        {
            case ProviderUnbinding unbinding:
                _unbinding.Add(unbinding.Provider);
                break;
            case ProviderUnbound removed:
                _unbinding.Remove(removed.Provider);
                break;
        }
    }

    public void AtQuiescence(IFindings findings)
    {
        foreach (int provider in _unbinding)
        {
            findings.Report(UnbindEnds.OfProvider(provider));
        }
    }
}
