namespace PhyrActors.Model;

/// <summary>A transfer as NVMe's PRP entries: an address for each controller page, with no lengths.</summary>
/// <remarks>The first may begin inside a page, at a multiple of 4; all others are whole pages and the last one's end
/// follows from the command's length. One or two are in the command; more make lists of 512 entries, the last of
/// which leads to the next list. Source: NVM Express Base Specification 2.0, 4.1.1, and
/// drivers/nvme/host/pci.c:nvme_pci_setup_prps(), v6.16.</remarks>
public sealed class NvmePrps
{
    public const int ListEntries = 512;

    private static readonly PageSize s_page = PageSize.Size4KiB;

    private static readonly RangeLimits s_pages = new() { BoundaryMask = PageSize.Size4KiB.OffsetMask };

    private readonly ulong[] _lists;

    private NvmePrps(ulong prp1, ulong prp2, ulong[] lists, ulong lengthBytes) =>
        (Prp1, Prp2, _lists, LengthBytes) = (prp1, prp2, lists, lengthBytes);

    public ulong Prp1 { get; }

    /// <summary>0, the second page, or the first list.</summary>
    public ulong Prp2 { get; }

    public ulong LengthBytes { get; }

    /// <summary>The lists' entries, one list behind the other.</summary>
    public ReadOnlySpan<ulong> Lists => _lists;

    /// <summary>Why a list cannot be written as PRPs, or null.</summary>
    public static string? WhyNot(IRangeStorage<DmaRange> memory)
    {
        ulong lastEnd = 0;
        bool isFirst = true;
        foreach (DmaRange range in Merged(memory))
        {
            ulong start = StartOf(range);
            if (isFirst ? (start & 3) != 0 : !s_page.IsAligned(start))
            {
                return isFirst ? $"{range} begins inside a double word." : $"{range} begins inside a page.";
            }

            if (!isFirst && !s_page.IsAligned(lastEnd))
            {
                return $"{range} follows a range that ends inside a page.";
            }

            (lastEnd, isFirst) = (unchecked(start + range.LengthBytes), false);
        }

        return null;
    }

    /// <summary>Writes the entries straight from the ranges.</summary>
    /// <param name="memory">What the device is to read or write.</param>
    /// <param name="lists">Where it finds the lists: pages side by side.</param>
    /// <exception cref="ArgumentException">Ranges that PRPs cannot say, or too few pages for the lists.</exception>
    public static NvmePrps Of(IRangeStorage<DmaRange> memory, DmaRange lists)
    {
        Refusals.ThrowIf(WhyNot(memory));
        ulong pages = CountPages(memory);
        ulong listPages = pages <= 2 ? 0 : ListsFor(pages - 1);
        Refusals.ThrowIf(listPages <= lists.LengthBytes >> s_page.Log2
            ? null
            : $"{lists}: {listPages} lists need as many pages.");
        ulong listStart = ((IRange<DmaRange>)lists).StartValue;
        ulong[] entries = new ulong[listPages == 0 ? 0 : (int)(pages - 1 + listPages - 1)];
        (ulong prp1, ulong prp2, int next, ulong index) = (0UL, listPages == 0 ? 0 : listStart, 0, 0UL);
        LimitedCursor<DmaRange> cursor = new(memory, s_pages);
        while (cursor.MoveNext())
        {
            ulong address = StartOf(cursor.Current);
            if (index == 0)
            {
                prp1 = address;
            }
            else if (listPages == 0)
            {
                prp2 = address;
            }
            else
            {
                bool isLink = next % ListEntries == ListEntries - 1 && index < pages - 1;
                if (isLink)
                {
                    entries[next++] = listStart + ((ulong)(next / ListEntries) << s_page.Log2);
                }

                entries[next++] = address;
            }

            index++;
        }

        return new NvmePrps(prp1, prp2, entries, memory.LengthBytes);
    }

    /// <summary>The bytes that a controller finds when it follows the entries.</summary>
    /// <param name="listStart">Where the lists are.</param>
    public IEnumerable<(ulong Address, ulong LengthBytes)> Follow(ulong listStart)
    {
        ulong leftBytes = LengthBytes;
        ulong taken = Math.Min(leftBytes, s_page.Bytes - (Prp1 & s_page.OffsetMask));
        yield return (Prp1, taken);
        leftBytes -= taken;
        ulong list = Prp2;
        while (leftBytes > 0)
        {
            bool isInCommand = _lists.Length == 0;
            int entry = isInCommand ? 0 : (int)((list - listStart) / sizeof(ulong));
            bool isLink = !isInCommand && entry % ListEntries == ListEntries - 1 && leftBytes > s_page.Bytes;
            if (isLink)
            {
                list = _lists[entry];
                continue;
            }

            taken = Math.Min(leftBytes, s_page.Bytes);
            yield return (isInCommand ? Prp2 : _lists[entry], taken);
            leftBytes -= taken;
            list += sizeof(ulong);
        }
    }

    private static ulong StartOf(DmaRange range) => ((IRange<DmaRange>)range).StartValue;

    private static LimitedCursor<DmaRange> Merged(IRangeStorage<DmaRange> memory) => new(memory, RangeLimits.None);

    /// <summary>Lists for a number of addresses: each but the last gives up an entry.</summary>
    private static ulong ListsFor(ulong addresses) =>
        addresses <= ListEntries ? 1 : 1 + ((addresses - 2) / (ListEntries - 1));

    private static ulong CountPages(IRangeStorage<DmaRange> memory)
    {
        ulong pages = 0;
        foreach (DmaRange range in Merged(memory))
        {
            ulong offsetBytes = StartOf(range) & s_page.OffsetMask;
            pages += ((offsetBytes + range.LengthBytes - 1) >> s_page.Log2) + 1;
        }

        return pages;
    }
}
