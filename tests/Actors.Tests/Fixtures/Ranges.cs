namespace PhyrActors.Actors.Tests;

/// <summary>Ranges as a pin would have given them.</summary>
internal static class Ranges
{
    /// <summary>One chunk a folio, at the frames given.</summary>
    public static RangeCpu Of(params ReadOnlySpan<FrameBlock> folios)
    {
        RangeCpuBuilder builder = new();
        foreach (FrameBlock folio in folios)
        {
            builder.Append(folio.Head, folio.Frames, folio);
        }

        return builder.Build();
    }

    /// <summary>Chunks of one page each, at every second frame.</summary>
    public static RangeCpu OfPages(int chunks)
    {
        RangeCpuBuilder builder = new();
        for (int i = 0; i < chunks; i++)
        {
            FrameBlock page = new(new Pfn(0x100 + (2 * (ulong)i)), 0);
            builder.Append(page.Head, 1, page);
        }

        return builder.Build();
    }

    /// <summary>Bytes that begin and end inside pages.</summary>
    public static RangeCpu OfBytes(params ReadOnlySpan<Phyr> phyrs) =>
        RangeCpuBuilder.TryFrom(phyrs) ?? throw new ArgumentException("No range.", nameof(phyrs));
}
