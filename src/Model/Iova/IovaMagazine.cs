namespace PhyrActors.Model;

/// <summary>A stack of up to 127 free ranges of one size, by their first granule.</summary>
/// <remarks>Source: struct iova_magazine of drivers/iommu/iova.c, v6.12.</remarks>
internal sealed class IovaMagazine
{
    public const int Capacity = 127;

    private readonly ulong[] _pfns = new ulong[Capacity];

    public int Count { get; private set; }

    public bool IsFull => Count == Capacity;

    public ReadOnlySpan<ulong> Pfns => _pfns.AsSpan(0, Count);

    public void Push(ulong pfn) => _pfns[Count++] = pfn;

    /// <summary>Takes the topmost entry at or below a granule; the top entry moves into its place.</summary>
    public bool TryPop(ulong lastPfn, out ulong pfn)
    {
        for (int i = Count - 1; i >= 0; i--)
        {
            if (_pfns[i] <= lastPfn)
            {
                pfn = _pfns[i];
                _pfns[i] = _pfns[--Count];
                return true;
            }
        }

        pfn = 0;
        return false;
    }

    public void Clear() => Count = 0;
}
