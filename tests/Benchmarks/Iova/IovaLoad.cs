namespace PhyrActors.Benchmarks;

/// <summary>A domain with a number of live ranges, each step frees one and takes another.</summary>
internal sealed class IovaLoad
{
    private static readonly Iova s_last = new((1UL << 48) - 1);

    private readonly IIovaAllocator _allocator;
    private readonly (Iova Start, ulong LengthBytes)[] _live;
    private readonly Func<uint, ulong> _granules;
    private readonly bool _isRandom;
    private ulong _state = 1;
    private int _oldest;

    /// <param name="allocator">What is measured.</param>
    /// <param name="live">Ranges live all the time.</param>
    /// <param name="granules">How long the range is that a draw stands for.</param>
    /// <param name="isRandom">Frees any of the live ranges, instead of the oldest.</param>
    public IovaLoad(IIovaAllocator allocator, int live, Func<uint, ulong> granules, bool isRandom)
    {
        (_allocator, _granules, _isRandom) = (allocator, granules, isRandom);
        _live = new (Iova, ulong)[live];
        for (int i = 0; i < live; i++)
        {
            _live[i] = Take();
        }
    }

    public long RunPairs(int times)
    {
        for (int i = 0; i < times; i++)
        {
            uint draw = Next();
            int index = _isRandom ? (int)((draw * (ulong)_live.Length) >> 32) : _oldest;
            _oldest = _oldest + 1 == _live.Length ? 0 : _oldest + 1;
            ref (Iova Start, ulong LengthBytes) range = ref _live[index];
            _allocator.Free(range.Start, range.LengthBytes);
            range = Take();
        }

        return times;
    }

    private (Iova Start, ulong LengthBytes) Take()
    {
        ulong lengthBytes = _granules(Next()) << Pfn.FrameSizeLog2;
        return _allocator.TryAllocate(lengthBytes, s_last, out Iova start)
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
