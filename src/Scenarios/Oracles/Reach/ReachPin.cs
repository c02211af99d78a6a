using PhyrActors.Model;

namespace PhyrActors.Scenarios;

/// <summary>A pin that was handed out, or another keeper: what it keeps, where that is mapped, and what it has given
/// back.</summary>
internal sealed class ReachPin(long id, KeeperKind kind = KeeperKind.Pin)
{
    // Sorted, disjoint, never touching; batches go up or down, so there is hardly ever more than one.
    private readonly List<(int First, int End)> _givenBack = [];

    public long Id { get; } = id;

    public KeeperKind Kind { get; } = kind;

    public List<ReachWindow> Windows { get; } = [];

    public ReachWindow? LatestWindow => Windows.Count == 0 ? null : Windows[^1];

    /// <summary>Everything was given back.</summary>
    public bool HasEnded { get; set; }

    /// <summary>The pin's state for any of the chunks: given back as soon as one is.</summary>
    public KeeperState StateOf(int firstChunk, int endChunk)
    {
        bool givenBack = HasEnded;
        foreach ((int first, int end) in _givenBack)
        {
            givenBack |= first < endChunk && firstChunk < end;
        }

        return givenBack ? KeeperState.GivenBack : KeeperState.Held;
    }

    public void GiveBack(int firstChunk, int endChunk)
    {
        int at = 0;
        while (at < _givenBack.Count && _givenBack[at].End < firstChunk)
        {
            at++;
        }

        while (at < _givenBack.Count && _givenBack[at].First <= endChunk)
        {
            (firstChunk, endChunk) = (
                Math.Min(firstChunk, _givenBack[at].First), Math.Max(endChunk, _givenBack[at].End));
            _givenBack.RemoveAt(at);
        }

        _givenBack.Insert(at, (firstChunk, endChunk));
    }
}
