namespace PhyrActors.Model;

/// <summary>Frames fetched beforehand, from which a map takes its table pages.</summary>
/// <remarks>Last in, first out. An empty pool in the middle of a map is ENOMEM, as a failed GFP_ATOMIC allocation is.
/// </remarks>
public sealed class TableFramePool
{
    private readonly Stack<Pfn> _frames = new();

    public int Count => _frames.Count;

    public void Add(Pfn frame) => _frames.Push(frame);

    public bool TryTake(out Pfn frame) => _frames.TryPop(out frame);
}
