using PhyrActors.Exploration;

namespace PhyrActors.Host;

/// <summary>Raised once, by any thread.</summary>
internal sealed class StopFlag : IStopFlag
{
    private volatile bool _raised;

    public bool Raised => _raised;

    public void Raise() => _raised = true;
}
