namespace PhyrActors.Model.Tests;

/// <summary>The slow twin of the buddy allocator: one truth value a frame.</summary>
internal sealed class NaiveFrames(ulong frames)
{
    private readonly bool[] _isTaken = new bool[frames];

    public ulong FreeFrames => (ulong)_isTaken.Count(taken => !taken);

    public bool HasFree(int order) =>
        Enumerable.Range(0, _isTaken.Length >> order).Any(index => IsFree(index << order, 1 << order));

    public bool IsFree(int head, int count) =>
        head + count <= _isTaken.Length && Enumerable.Range(head, count).All(frame => !_isTaken[frame]);

    public void Set(int head, int count, bool taken) => _isTaken.AsSpan(head, count).Fill(taken);
}
