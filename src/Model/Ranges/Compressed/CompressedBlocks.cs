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
    }

    /// <summary>The block that holds a frame, by its offset.</summary>
    public int BlockOf(ulong frameOffset)
    {
        ReadOnlySpan<ulong> samples = CollectionsMarshal.AsSpan(_samples);
        int block = 0;
        for (int left = samples.Length; left > 0; left >>= 1)
        {
            int half = left - (left >> 1);
            block += samples[block + half - 1] <= frameOffset ? half : 0;
        }

        return block;
    }

    public ulong FramesBefore(int block) => block == 0 ? 0 : _samples[block - 1];

    public void Trim()
    {
        ulong[] last = _segments[^1];
        Array.Resize(ref last, _used);
        _segments[^1] = last;
        _segments.TrimExcess();
        _places.TrimExcess();
        _samples.TrimExcess();
    }

    private Span<ulong> Room(int words)
    {
        if (_segments.Count == 0 || _used + words > SegmentWords)
        {
            _segments.Add(new ulong[_segments.Count == 0 ? SmallestSegmentWords : SegmentWords]);
            _used = 0;
        }

        ulong[] last = _segments[^1];
        if (_used + words > last.Length)
        {
            Array.Resize(ref last, last.Length * 2);
            _segments[^1] = last;
        }

        return last.AsSpan(_used);
    }
}
