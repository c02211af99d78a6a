using PhyrActors.Exploration;
using PhyrActors.Model;

namespace PhyrActors.Scenarios;

/// <summary>I-26, judged when an endpoint's memory is switched off and when its provider is gone.</summary>
internal sealed class ProviderLifetimeMonitor : IOracle
{
    private readonly HappensBeforeRule<int> _returns = new();
    private readonly SortedDictionary<int, long> _held = [];

    public string Invariant => ProviderLifetime.Id;

    public InvariantKind Kind => InvariantKind.Ordered;

    public IReadOnlyList<Type> Listens { get; } =
    [
        typeof(PeerAddressLent), typeof(PeerAddressReturned), typeof(MemoryDecodeDisabled), typeof(ProviderUnbound),
    ];

    public void On(object @event, in Stamp stamp, IFindings findings)
    {
        switch (@event)
        {
            case PeerAddressLent lent:
                _held[lent.Provider] = _held.GetValueOrDefault(lent.Provider) + 1;
                break;
            case PeerAddressReturned returned:
                _held[returned.Provider]--;
                _returns.First(returned.Provider, stamp);
                break;
            case MemoryDecodeDisabled disabled:
                Judge(disabled.Function, stamp, findings);
                break;
            case ProviderUnbound removed:
                Judge(removed.Provider, stamp, findings);
                break;
        }
    }

    public void AtQuiescence(IFindings findings)
    {
    }

    private void Judge(int provider, in Stamp stamp, IFindings findings)
    {
        Epoch? missing = _returns.Then(provider, stamp);
        findings.Report(
            ProviderLifetime.OfEnd(provider, _held.GetValueOrDefault(provider), missing is null),
            missing ?? default);
    }
}
