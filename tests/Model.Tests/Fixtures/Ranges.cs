namespace PhyrActors.Model.Tests;

/// <summary>Ranges for tests, and what they come to when looked at the slow way.</summary>
internal static class Ranges
{
    public const ulong GiB = 1UL << 30;

    /// <summary>Folios of 1 GiB side by side, at whose start the range begins.</summary>
    public static RangeCpu OfGigabytes(int count)
    {
        RangeCpuBuilder builder = new();
        for (ulong i = 0; i < (ulong)count; i++)
        {
            builder.AppendRun(new Pfn(i << 18), 1UL << 18);
        }

        return builder.Build();
    }

    /// <summary>Blocks by first frame and order, one behind the other.</summary>
    public static RangeCpu OfBlocks(params (ulong Frame, int Order)[] blocks)
    {
        RangeCpuBuilder builder = new();
        foreach ((ulong frame, int order) in blocks)
        {
            builder.Append(new Pfn(frame), 1UL << order, new FrameBlock(new Pfn(frame), order));
        }

        return builder.Build();
    }

    /// <summary>A range over whole folios of drawn orders at drawn places, sliced at both ends.</summary>
    public static (RangeCpu Range, List<Phyr> Phyrs) Drawn(Draws draws)
    {
        int chunks = 1 + draws.Below(150);
        List<FrameBlock> blocks = [];
        for (int i = 0; i < chunks; i++)
        {
            blocks.Add(FrameBlock.Holding(new Pfn(draws.Below(1UL << 24)), draws.Below(4) * 3));
        }

        ulong skipBytes = draws.Below(blocks[0].LengthBytes);
        ulong lastBytes = blocks[^1].LengthBytes - (chunks == 1 ? skipBytes : 0);
        ulong cutBytes = draws.Below(Math.Min(Pfn.FrameSizeBytes, lastBytes));
        RangeCpuBuilder builder = new(skipBytes & PageSize.Size4KiB.OffsetMask);
        foreach ((int index, FrameBlock block) in blocks.Index())
        {
            ulong skipped = index == 0 ? skipBytes >> Pfn.FrameSizeLog2 : 0;
            builder.Append(block.Head + skipped, block.Frames - skipped, block);
        }

        List<Phyr> phyrs = [.. blocks.Select(block => new Phyr(block.Head.Address, block.LengthBytes))];
        phyrs[^1] = new Phyr(phyrs[^1].Start, phyrs[^1].LengthBytes - cutBytes);
        phyrs[0] = new Phyr(phyrs[0].Start + skipBytes, phyrs[0].LengthBytes - skipBytes);
        return (builder.Build(builder.LengthBytes - cutBytes), phyrs);
    }

    public static List<Phyr> Chunks(RangeCpu range)
    {
        List<Phyr> chunks = [];
        foreach (Phyr chunk in range)
        {
            chunks.Add(chunk);
        }

        return chunks;
    }

    public static List<Phyr> Segments(RangeCpu range, ulong maxSegmentBytes)
    {
        List<Phyr> segments = [];
        SegmentCursor cursor = new(range, maxSegmentBytes);
        while (cursor.MoveNext())
        {
            segments.Add(cursor.Current);
        }

        return segments;
    }

    public static ulong Sum(IEnumerable<Phyr> phyrs) => phyrs.Aggregate(0UL, (sum, phyr) => sum + phyr.LengthBytes);
}
