namespace PhyrActors.Model;

/// <summary>Blocks of frames in list order at 8 bytes each, with look-up by offset.</summary>
/// <remarks>An entry is mode 00 of the packed encoding (J. Gunthorpe, linux-mm, January 2022): bits 51:0 frame
/// number, 56:52 order. Every 64th entry has a sample of the frames before it (8 bytes), so a look-up by offset is a
/// binary search over samples and a scan of at most 64 entries. Blocks never merge: the zero page may follow
/// itself.</remarks>
public sealed class PackedList
{
    private const int PageLog2 = 12;
    private const int PageEntries = 1 << PageLog2;
    private const int SampleLog2 = 6;
    private const int SampleMask = (1 << SampleLog2) - 1;
    private const int SmallestCapacity = 4;
    private const ulong FrameMask = (1UL << FrameBlock.FrameBits) - 1;

    // Pages keep a growing list of millions from being copied and out of the large-object heap.
    private readonly List<ulong[]> _pages = new(1);
    private readonly List<ulong> _framesBefore = [];
    private ulong _frames;

    public int Count { get; private set; }

    /// <summary>The frames of all blocks together.</summary>
    public ulong Frames => _frames;

    /// <summary>Bytes of entries, samples and page pointers, spare room included.</summary>
    public ulong BytesHeld
    {
        get
        {
            ulong bytes = sizeof(ulong) * (ulong)(_framesBefore.Capacity + _pages.Capacity);
            foreach (ulong[] page in _pages)
            {
                bytes += sizeof(ulong) * (ulong)page.Length;
            }

            return bytes;
        }
    }

    /// <summary>The block at a position, in constant time.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such block.</exception>
    public FrameBlock this[int index]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)index, (uint)Count, nameof(index));
            return Decode(_pages[index >> PageLog2][index & (PageEntries - 1)]);
        }
    }

    public static ulong Encode(FrameBlock block) => block.Head.Value | ((ulong)block.Order << FrameBlock.FrameBits);

    internal static ulong EntryOf(ulong head, int order) => head | ((ulong)order << FrameBlock.FrameBits);

    internal static ulong HeadOf(ulong entry) => entry & FrameMask;

    internal static int OrderOf(ulong entry) => (int)(entry >> FrameBlock.FrameBits);

    /// <exception cref="ArgumentOutOfRangeException">The word is no mode 00 entry.</exception>
    public static FrameBlock Decode(ulong entry) =>
        new(new Pfn(entry & FrameMask), (int)(entry >> FrameBlock.FrameBits));

    public void Append(FrameBlock block)
    {
        int slot = Count & (PageEntries - 1);
        if (slot == 0)
        {
            _pages.Add(new ulong[Count == 0 ? SmallestCapacity : PageEntries]);
        }

        ulong[] page = _pages[^1];
        if (slot == page.Length)
        {
            Array.Resize(ref page, page.Length * 2);
            _pages[^1] = page;
        }

        if ((Count & SampleMask) == 0 && Count > 0)
        {
            _framesBefore.Add(_frames);
        }

        page[slot] = Encode(block);
        _frames += block.Frames;
        Count++;
    }

    /// <summary>The position of the block that holds the frame at an offset from the list's start, and the frames
    /// before that block.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The offset lies past the last block.</exception>
    public int IndexAt(ulong frameOffset, out ulong framesBefore)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(frameOffset, _frames);
        int sample = _framesBefore.BinarySearch(frameOffset);
        int samplesPassed = sample >= 0 ? sample + 1 : ~sample;
        int index = samplesPassed << SampleLog2;
        framesBefore = samplesPassed == 0 ? 0 : _framesBefore[samplesPassed - 1];
        for (ulong frames = this[index].Frames; framesBefore + frames <= frameOffset; frames = this[index].Frames)
        {
            framesBefore += frames;
            index++;
        }

        return index;
    }

    /// <summary>Gives spare room back; for a list that is finished.</summary>
    public void Trim()
    {
        if (Count == 0)
        {
            return;
        }

        int used = ((Count - 1) & (PageEntries - 1)) + 1;
        ulong[] last = _pages[^1];
        Array.Resize(ref last, used);
        _pages[^1] = last;
        _pages.TrimExcess();
        _framesBefore.TrimExcess();
    }
}
