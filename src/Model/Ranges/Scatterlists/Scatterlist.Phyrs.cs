namespace PhyrActors.Model;

public sealed partial class Scatterlist
{
    /// <summary>Fills a list from ranges by the kernel's rules for pages (sg_map_phyrs of the Phyr Starter, linux-mm,
    /// January 2022).</summary>
    /// <param name="phyrs">Ranges under contiguous virtual addresses.</param>
    /// <param name="maxSegmentBytes">Rounded down to whole frames.</param>
    /// <returns>EINVAL: a range inside begins or ends inside a frame, or a frame lies past 16 TiB; ENOMEM.</returns>
    public Errno MapPhyrs(ReadOnlySpan<Phyr> phyrs, ulong maxSegmentBytes)
    {
        if (!RangeCpuBuilder.Accepts(phyrs))
        {
            return Errno.EINVAL;
        }

        FrameRun[] runs = new FrameRun[phyrs.Length];
        ulong lengthBytes = 0;
        for (int i = 0; i < phyrs.Length; i++)
        {
            ulong start = Pfn.Of(phyrs[i].Start).Value;
            ulong last = Pfn.Of(phyrs[i].Last).Value;
            if (last >= uint.MaxValue)
            {
                return Errno.EINVAL;
            }

            runs[i] = new FrameRun((uint)start, (uint)(last - start + 1));
            lengthBytes += phyrs[i].LengthBytes;
        }

        uint offsetBytes = (uint)(phyrs[0].Start.Value & PageSize.Size4KiB.OffsetMask);
        return AppendPages(runs, offsetBytes, lengthBytes, maxSegmentBytes, leftPages: 0);
    }
}
