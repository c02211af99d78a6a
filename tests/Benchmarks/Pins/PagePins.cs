namespace PhyrActors.Benchmarks;

/// <summary>What pins cost at least when every page has its own entry and its own count: the page-array
/// baseline.</summary>
internal sealed class PagePins(ulong pages)
{
    private readonly ulong[] _array = new ulong[pages];
    private readonly int[] _counts = new int[pages];

    public void PinAndUnpin()
    {
        for (int page = 0; page < _array.Length; page++)
        {
            _array[page] = (ulong)page;
            _counts[page] += Folio.GupPinCountingBias;
        }

        foreach (ulong page in _array)
        {
            _counts[page] -= Folio.GupPinCountingBias;
        }
    }
}
