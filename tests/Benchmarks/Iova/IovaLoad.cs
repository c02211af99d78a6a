namespace PhyrActors.Benchmarks;

/// <summary>A domain with a number of live ranges, each step frees one and takes another.</summary>
/// <param name="allocator">What is measured.</param>
/// <param name="live">Ranges live all the time.</param>
/// <param name="granules">How long the range is that a draw stands for.</param>
/// <param name="isRandom">Frees any of the live ranges, instead of the oldest.</param>
internal sealed class IovaLoad(IIovaAllocator allocator, int live, Func<uint, ulong> granules, bool isRandom)
{
    private static readonly Iova s_last = new((1UL << 48) - 1);

    private (Iova Start, ulong LengthBytes)[]? _live;
    private ulong _state = 1;
    private int _oldest;

    public long RunPairs(int times)
    {
        _live ??= Fill();
        for (int i = 0; i < times; i++)
        {
            uint draw = Next();
            int index = isRandom ? (int)((draw * (ulong)live) >> 32) : _oldest;
            _oldest = _oldest + 1 == live ? 0 : _oldest + 1;
            ref (Iova Start, ulong LengthBytes) range = ref _live[index];
            allocator.Free(range.Start, range.LengthBytes);
            range = Take();
        }

        return times;
    }

    private (Iova Start, ulong LengthBytes)[] Fill()
    {
        (Iova Start, ulong LengthBytes)[] ranges = new (Iova, ulong)[live];
        for (int i = 0; i < live; i++)
        {
            ranges[i] = Take();
        }

        return ranges;
    }

    private (Iova Start, ulong LengthBytes) Take()
    {
        ulong lengthBytes = granules(Next()) << Pfn.FrameSizeLog2;
        return allocator.TryAllocate(lengthBytes, s_last, out Iova start)
            ? (start, lengthBytes)
            : throw new InvalidOperationException($"no place for {lengthBytes} bytes");
    }

    /// <summary>SplitMix64 (Steele, Lea, Flood 2014), upper half.</summary>
    private uint Next()
    {
        unchecked
        {
            _state += 0x9E3779B97F4A7C15;
            ulong mixed = (_state ^ (_state >> 30)) * 0xBF58476D1CE4E5B9;
            mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
            return (uint)(mixed >> 32);
        }
    }
}
