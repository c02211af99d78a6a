using PhyrActors.Exploration;
using PhyrActors.Model;

namespace PhyrActors.Scenarios;

/// <summary>I-42 for tokens, judged at quiescence.</summary>
internal sealed class NoDeadlockMonitor : IOracle
{
    private readonly SortedDictionary<string, (long Waiting, string Last)> _tokens = new(StringComparer.Ordinal);

    public string Invariant => NoDeadlock.Id;

    public InvariantKind Kind => InvariantKind.Final;

    public IReadOnlyList<Type> Listens { get; } = [typeof(TokenWaited), typeof(TokenGranted)];

    public void On(object @event, in Stamp stamp, IFindings findings)
    {
        switch (@event)
        {
            case TokenWaited waited:
                _tokens[waited.Token] = (Of(waited.Token).Waiting + 1, waited.Message);
                break;
            case TokenGranted granted:
                _tokens[granted.Token] = (Of(granted.Token).Waiting - 1, Of(granted.Token).Last);
                break;
        }
    }

    public void AtQuiescence(IFindings findings)
    {
        foreach ((string token, (long waiting, string last)) in _tokens)
        {
            findings.Report(NoDeadlock.OfToken(token, waiting, last));
        }
    }

    private (long Waiting, string Last) Of(string token) => _tokens.GetValueOrDefault(token, (0, string.Empty));
}
