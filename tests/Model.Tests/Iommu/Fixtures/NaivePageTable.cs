namespace PhyrActors.Model.Tests;

/// <summary>The slow twin: one dictionary entry for each 4 KiB, which knows the leaf it belongs to.</summary>
internal sealed class NaivePageTable(IoPageSizes sizes)
{
    private readonly Dictionary<ulong, Page> _pages = [];

    public ulong MappedBytes => (ulong)_pages.Count * Pfn.FrameSizeBytes;

    public Errno Map(ulong iova, ulong phys, ulong lengthBytes, IoProt prot)
    {
        for (ulong at = 0; at < lengthBytes; at += Pfn.FrameSizeBytes)
        {
            if (_pages.ContainsKey(iova + at))
            {
                return Errno.EADDRINUSE;
            }
        }

        ulong done = 0;
        while (done < lengthBytes)
        {
            PageSize size = Largest(iova + done, phys + done, lengthBytes - done);
            for (ulong at = 0; at < size.Bytes; at += Pfn.FrameSizeBytes)
            {
                _pages[iova + done + at] = new Page(phys + done + at, prot, size, iova + done);
            }

            done += size.Bytes;
        }

        return Errno.None;
    }

    public ulong Unmap(ulong iova, ulong lengthBytes)
    {
        ulong at = iova;
        while (at < iova + lengthBytes && _pages.TryGetValue(at, out Page page) && page.LeafStart == at)
        {
            for (ulong i = 0; i < page.Size.Bytes; i += Pfn.FrameSizeBytes)
            {
                _pages.Remove(at + i);
            }

            at += page.Size.Bytes;
        }

        return at - iova;
    }

    public IoTranslation? Translate(ulong iova)
    {
        ulong offset = iova % Pfn.FrameSizeBytes;
        return _pages.TryGetValue(iova - offset, out Page page)
            ? new IoTranslation(new PhysAddr(page.Phys + offset), page.Prot, page.Size)
            : null;
    }

    private PageSize Largest(ulong iova, ulong phys, ulong leftBytes)
    {
        foreach (PageSize size in (PageSize[])[PageSize.Size1GiB, PageSize.Size2MiB])
        {
            if (sizes.Contains(size) && size.IsAligned(iova) && size.IsAligned(phys) && size.Bytes <= leftBytes)
            {
                return size;
            }
        }

        return PageSize.Size4KiB;
    }

    private readonly record struct Page(ulong Phys, IoProt Prot, PageSize Size, ulong LeafStart);
}
