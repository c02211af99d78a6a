namespace PhyrActors.Model;

public sealed partial class Scatterlist
{
    /// <summary>Adds pages, neighbours merged, by the kernel's own rules: run by run instead of page by
    /// page.</summary>
    /// <remarks>What goes on where the list ends is merged into its last entry in whole frames, and is not taken from
    /// <paramref name="lengthBytes"/>: a list whose length ends inside a page ends with that page if the page is
    /// merged. Source: lib/scatterlist.c:sg_alloc_append_table_from_pages(), v6.12.</remarks>
    /// <param name="runs">Pages in the order of their virtual addresses; neighbours need not be one run.</param>
    /// <param name="offsetBytes">Bytes of the first page to skip; 0 if the list has entries.</param>
    /// <param name="lengthBytes">Bytes from there on.</param>
    /// <param name="maxSegmentBytes">Rounded down to whole frames.</param>
    /// <param name="leftPages">Pages of later calls; 0 ends the list.</param>
    /// <returns>EINVAL for no pages, an offset in the middle, a limit below one frame or a list that has ended;
    /// ENOMEM: nothing was added.</returns>
    public Errno AppendPages(
        ReadOnlySpan<FrameRun> runs, uint offsetBytes, ulong lengthBytes, ulong maxSegmentBytes, int leftPages)
    {
        ulong limitFrames = Math.Min(maxSegmentBytes, ScatterlistFormat.MaxSegmentBytes) >> Pfn.FrameSizeLog2;
        if (limitFrames == 0 || runs.IsEmpty || (offsetBytes != 0 && OrigNents > 0) || IsMapped || IsEnded)
        {
            return Errno.EINVAL;
        }

        FrameRunSegments segments = new(runs, limitFrames);
        Scatterlist before = (Scatterlist)MemberwiseClone();
        ulong lastSizes = OrigNents > 0 ? _tables[_last][1] : 0;
        if (OrigNents > 0)
        {
            ulong mergedFrames = segments.TakeFollowing(EndFrame, RoomFrames(limitFrames));
            SetLength(_last, (uint)((lastSizes >> LengthBit) + (mergedFrames << Pfn.FrameSizeLog2)));
            _lengthBytes += mergedFrames << Pfn.FrameSizeLog2;
        }

        int needed = segments.CountRest() + leftPages;
        for (; segments.MoveNext(); needed--)
        {
            ulong segmentBytes = ((ulong)segments.Current.Frames << Pfn.FrameSizeLog2) - offsetBytes;
            uint takenBytes = (uint)Math.Min(lengthBytes, segmentBytes);
            if (!AddEntry(new Pfn(segments.Current.Start), offsetBytes, takenBytes, needed))
            {
                GoBackTo(before, lastSizes);
                return Errno.ENOMEM;
            }

            lengthBytes -= takenBytes;
            offsetBytes = 0;
        }

        _tables.SetEnd(_last, leftPages == 0 || _tables.IsEnd(_last));
        return Errno.None;
    }

    /// <summary>The frame behind the last whole one.</summary>
    private ulong EndFrame => (CpuAt(_last).Phyr.Last.Value + 1) >> Pfn.FrameSizeLog2;

    private ulong RoomFrames(ulong limitFrames)
    {
        ulong limitBytes = limitFrames << Pfn.FrameSizeLog2;
        ulong lastBytes = CpuAt(_last).LengthBytes;
        return lastBytes >= limitBytes ? 0 : (limitBytes - lastBytes) >> Pfn.FrameSizeLog2;
    }

    private void GoBackTo(Scatterlist before, ulong lastSizes)
    {
        (_last, _lengthBytes, OrigNents, Nents) = (before._last, before._lengthBytes, before.OrigNents, before.Nents);
        _tables.CutAfter(OrigNents == 0 ? -1 : _last.Table);
        if (OrigNents > 0)
        {
            _tables[_last][1] = lastSizes;
        }
    }
}
