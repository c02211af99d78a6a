namespace PhyrActors.Model;

/// <summary>What an SGL descriptor is, in the high half of its last byte.</summary>
public enum NvmeSglKind
{
    DataBlock = 0,

    /// <summary>Leads to descriptors of which the last leads on.</summary>
    Segment = 2,

    /// <summary>Leads to the last descriptors.</summary>
    LastSegment = 3,
}

/// <summary>One SGL descriptor: 16 bytes.</summary>
public readonly record struct NvmeSglDescriptor(ulong Address, uint LengthBytes, NvmeSglKind Kind);

/// <summary>A transfer as NVMe's scatter-gather list: address and 32-bit length for each range, at any
/// double word.</summary>
/// <remarks>One is in the command; more are in segments of one page, 256 descriptors. Source: NVM Express Base
/// Specification 2.0, 4.1.2. drivers/nvme/host/pci.c, v6.16, asks for double words too and sends one segment only, of
/// at most 128 descriptors (NVME_MAX_SEGS).</remarks>
public sealed class NvmeSgls
{
    public const int SegmentDescriptors = 256;
    public const uint DescriptorBytes = 16;

    private static readonly RangeLimits s_limits = new() { MaxBytes = uint.MaxValue - 3, AlignMask = 3 };

    private readonly NvmeSglDescriptor[] _descriptors;

    private NvmeSgls(NvmeSglDescriptor inCommand, NvmeSglDescriptor[] descriptors) =>
        (InCommand, _descriptors) = (inCommand, descriptors);

    public NvmeSglDescriptor InCommand { get; }

    /// <summary>The segments' descriptors, one segment behind the other.</summary>
    public ReadOnlySpan<NvmeSglDescriptor> Segments => _descriptors;

    /// <summary>Writes the descriptors straight from the ranges.</summary>
    /// <param name="memory">What the device is to read or write.</param>
    /// <param name="segments">Where it finds the segments: pages side by side.</param>
    /// <exception cref="ArgumentException">A range begins or ends inside a double word, or there are too few pages
    /// for the segments.</exception>
    public static NvmeSgls Of(IRangeStorage<DmaRange> memory, DmaRange segments)
    {
        int blocks = 0;
        NvmeSglDescriptor only = default;
        foreach (DmaRange range in Blocks(memory))
        {
            only = BlockOf(range);
            Refusals.ThrowIf(((only.Address | only.LengthBytes) & 3) == 0
                ? null
                : $"{range} begins or ends inside a double word.");
            blocks++;
        }

        if (blocks == 1)
        {
            return new NvmeSgls(only, []);
        }

        int count = blocks + (blocks <= SegmentDescriptors ? 0 : (blocks - 2) / (SegmentDescriptors - 1));
        Refusals.ThrowIf((ulong)count * DescriptorBytes <= segments.LengthBytes
            ? null
            : $"{segments}: {count} descriptors do not fit.");
        NvmeSglDescriptor[] descriptors = new NvmeSglDescriptor[count];
        int next = 0;
        foreach (DmaRange range in Blocks(memory))
        {
            if (next % SegmentDescriptors == SegmentDescriptors - 1 && next < count - 1)
            {
                descriptors[next] = LinkTo(segments, next + 1, count);
                next++;
            }

            descriptors[next++] = BlockOf(range);
        }

        return new NvmeSgls(LinkTo(segments, 0, count), descriptors);
    }

    /// <summary>The bytes that a controller finds when it follows the descriptors.</summary>
    /// <param name="segmentStart">Where the segments are.</param>
    public IEnumerable<(ulong Address, ulong LengthBytes)> Follow(ulong segmentStart)
    {
        NvmeSglDescriptor link = InCommand;
        while (link.Kind != NvmeSglKind.DataBlock)
        {
            int first = (int)((link.Address - segmentStart) / DescriptorBytes);
            int end = first + (int)(link.LengthBytes / DescriptorBytes);
            int blocksEnd = link.Kind == NvmeSglKind.Segment ? end - 1 : end;
            for (int i = first; i < blocksEnd; i++)
            {
                yield return (_descriptors[i].Address, _descriptors[i].LengthBytes);
            }

            if (link.Kind == NvmeSglKind.LastSegment)
            {
                yield break;
            }

            link = _descriptors[blocksEnd];
        }

        yield return (link.Address, link.LengthBytes);
    }

    private static LimitedCursor<DmaRange> Blocks(IRangeStorage<DmaRange> memory) => new(memory, s_limits);

    private static NvmeSglDescriptor BlockOf(DmaRange range) =>
        new(((IRange<DmaRange>)range).StartValue, (uint)range.LengthBytes, NvmeSglKind.DataBlock);

    private static NvmeSglDescriptor LinkTo(DmaRange segments, int first, int count)
    {
        int here = Math.Min(SegmentDescriptors, count - first);
        ulong address = ((IRange<DmaRange>)segments).StartValue + ((ulong)first * DescriptorBytes);
        NvmeSglKind kind = first + here == count ? NvmeSglKind.LastSegment : NvmeSglKind.Segment;
        return new NvmeSglDescriptor(address, (uint)here * DescriptorBytes, kind);
    }
}
