using PhyrActors.Exploration;
using PhyrActors.Model;

namespace PhyrActors.Scenarios;

/// <summary>I-42 for tokens, judged at quiescence.</summary>
internal sealed class NoDeadlockMonitor : IOracle
{
    private readonly SortedDictionary<string, TokenContended> _tokens = new(StringComparer.Ordinal);

    public string Invariant => NoDeadlock.Id;

    public InvariantKind Kind => InvariantKind.Final;

    public IReadOnlyList<Type> Listens { get; } = [typeof(TokenContended)];

    public void On(object @event, in Stamp stamp, IFindings findings)
    {
        switch (@event)
        {
            case TokenContended { Waiters.Count: 0 } free:
                _tokens.Remove(free.Token);
                break;
            case TokenContended contended:
                _tokens[contended.Token] = contended;
                break;
        }
    }

    public void AtQuiescence(IFindings findings)
    {
        foreach (Violation violation in NoDeadlock.OfTokens([.. _tokens.Values]))
        {
            findings.Report(violation);
        }
    }
}
