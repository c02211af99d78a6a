namespace PhyrActors.Model.Tests;

/// <summary>The slow twin of the buddy allocator: one truth value a frame.</summary>
internal sealed class NaiveFrames(int frames)
{
    private readonly bool[] _isTaken = new bool[frames];

    public ulong FreeFrames { get; private set; } = (ulong)frames;

    public bool HasFree(int order) =>
        Enumerable.Range(0, _isTaken.Length >> order).Any(index => IsFree(index << order, 1 << order));

    public bool IsFree(int head, int count) =>
        head + count <= _isTaken.Length && Enumerable.Range(head, count).All(frame => !_isTaken[frame]);

    /// <summary>Takes frames that are all free, or frees frames that are all taken.</summary>
    public void Set(int head, int count, bool taken)
    {
        _isTaken.AsSpan(head, count).Fill(taken);
        FreeFrames = taken ? FreeFrames - (ulong)count : FreeFrames + (ulong)count;
    }
}
