using System.Runtime.InteropServices;

namespace PhyrActors.Model;

/// <summary>The full blocks of a <see cref="CompressedList"/>: their words, where each begins, and the frames before
/// it.</summary>
internal sealed class CompressedBlocks
{
    private const int SegmentLog2 = 13;
    private const int SegmentWords = 1 << SegmentLog2;
    private const int SegmentMask = SegmentWords - 1;
    private const int SmallestSegmentWords = 256;

    // Segments keep a growing list of millions from being copied and out of the large-object heap.
    private readonly List<ulong[]> _segments = new(1);
    private readonly List<uint> _places = new(1);

    // The frames before each block but the first.
    private readonly List<ulong> _samples = [];
    private int _used;

    // In units of 2^-64; a proportion for a first guess.
    private ulong _blocksPerFrame;

    public int Count => _places.Count;

    /// <summary>The frames of all blocks together.</summary>
    public ulong Frames { get; private set; }

    public ulong BytesHeld
    {
        get
        {
            int words = _samples.Capacity + _segments.Capacity;
            foreach (ulong[] segment in _segments)
            {
                words += segment.Length;
            }

            return (sizeof(uint) * (ulong)_places.Capacity) + (sizeof(ulong) * (ulong)words);
        }
    }

    /// <summary>The words of a block, and at least one more.</summary>
    public ReadOnlySpan<ulong> this[int block]
    {
        get
        {
            uint place = _places[block];
            return _segments[(int)(place >> SegmentLog2)].AsSpan((int)(place & SegmentMask));
        }
    }

    public void Add(ReadOnlySpan<ulong> words, ulong frames)
    {
        if (Count > 0)
        {
            _samples.Add(Frames);
        }

        words.CopyTo(Room(words.Length));
        _places.Add(((uint)(_segments.Count - 1) << SegmentLog2) | (uint)_used);
        _used += words.Length;
        Frames += frames;
        _blocksPerFrame = (ulong)((((UInt128)Count << 64) - 1) / Frames);
    }

    /// <summary>The block that holds a frame, by its offset.</summary>
    /// <remarks>Blocks of alike mixes have about as many frames each, so a guess by proportion is at most a few blocks
    /// off; from there the search widens, so that no mix makes it slower than O(log blocks).</remarks>
    public int BlockOf(ulong frameOffset)
    {
        ReadOnlySpan<ulong> samples = CollectionsMarshal.AsSpan(_samples);
        int guess = (int)Math.BigMul(frameOffset, _blocksPerFrame, out _);
        int low = Math.Min(guess, samples.Length);
        int high = low;
        for (int step = 1; low > 0 && samples[low - 1] > frameOffset; step <<= 1)
        {
            high = low - 1;
            low = Math.Max(0, low - step);
        }

        for (int step = 1; high < samples.Length && samples[high] <= frameOffset; step <<= 1)
        {
            low = high + 1;
            high = Math.Min(samples.Length, high + step);
        }

        while (low < high)
        {
            int middle = (low + high) >>> 1;
            (low, high) = samples[middle] <= frameOffset ? (middle + 1, high) : (low, middle);
        }

        return low;
    }

    public ulong FramesBefore(int block) => block == 0 ? 0 : _samples[block - 1];

    public void Trim()
    {
        ulong[] last = _segments[^1];
        Array.Resize(ref last, _used + 1);
        _segments[^1] = last;
        _segments.TrimExcess();
        _places.TrimExcess();
        _samples.TrimExcess();
    }

    private Span<ulong> Room(int words)
    {
        if (_segments.Count == 0 || _used + words >= SegmentWords)
        {
            _segments.Add(new ulong[_segments.Count == 0 ? SmallestSegmentWords : SegmentWords]);
            _used = 0;
        }

        ulong[] last = _segments[^1];
        if (_used + words >= last.Length)
        {
            Array.Resize(ref last, last.Length * 2);
            _segments[^1] = last;
        }

        return last.AsSpan(_used);
    }
}
