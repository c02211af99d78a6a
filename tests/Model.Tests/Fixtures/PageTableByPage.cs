namespace PhyrActors.Model.Tests;

/// <summary>The slow twin of the page table: one entry a page.</summary>
internal sealed class PageTableByPage
{
    private const ulong BlockPages = 512;
    private readonly Dictionary<ulong, (ulong Frame, PteFlags Flags)> _entries = [];

    public Errno Map(ulong page, ulong frame, ulong pages, PteFlags flags)
    {
        if (Range(page, pages).Any(_entries.ContainsKey))
        {
            return Errno.EEXIST;
        }

        foreach (ulong each in Range(page, pages))
        {
            _entries.Add(each, (frame + (each - page), flags));
        }

        return Errno.None;
    }

    public ulong Unmap(ulong page, ulong pages)
    {
        SplitAround(page, pages);
        return (ulong)Range(page, pages).Count(_entries.Remove);
    }

    public ulong ChangeFlags(ulong page, ulong pages, PteFlags set, PteFlags clear)
    {
        SplitAround(page, pages);
        ulong changed = 0;
        foreach (ulong each in Range(page, pages).Where(_entries.ContainsKey))
        {
            _entries[each] = (_entries[each].Frame, (_entries[each].Flags & ~clear) | set);
            changed++;
        }

        return changed;
    }

    public Errno Migrate(ulong page, ulong pages)
    {
        bool refused = Range(page, pages).Any(each => !Has(each, PteFlags.Present));
        if (!refused)
        {
            ChangeFlags(page, pages, PteFlags.Migration, PteFlags.Present);
        }

        return refused ? Errno.EFAULT : Errno.None;
    }

    public Errno Restore(ulong page, ulong pages, ulong frame)
    {
        if (Range(page, pages).Any(each => !Has(each, PteFlags.Migration)))
        {
            return Errno.EFAULT;
        }

        SplitAround(page, pages);
        foreach (ulong each in Range(page, pages))
        {
            ulong moved = frame + (each - page);
            bool isAligned = (moved - (each % BlockPages)) % BlockPages == 0;
            PteFlags lost = PteFlags.Migration | (isAligned ? PteFlags.None : PteFlags.Huge);
            _entries[each] = (moved, (_entries[each].Flags & ~lost) | PteFlags.Present);
        }

        return Errno.None;
    }

    public Errno SplitPmd(ulong page)
    {
        bool isHuge = Has(page, PteFlags.Huge);
        Split(page);
        return isHuge ? Errno.None : Errno.EFAULT;
    }

    public List<(ulong Page, ulong Frame, PteFlags Flags)> Read(ulong page, ulong pages) =>
        [.. Range(page, pages).TakeWhile(_entries.ContainsKey).Select(e => (e, _entries[e].Frame, _entries[e].Flags))];

    private bool Has(ulong page, PteFlags flag) =>
        _entries.TryGetValue(page, out var entry) && entry.Flags.HasFlag(flag);

    private void SplitAround(ulong page, ulong pages)
    {
        foreach (ulong border in new[] { page, page + pages }.Where(border => border % BlockPages != 0))
        {
            Split(border);
        }
    }

    private void Split(ulong page)
    {
        ulong first = page / BlockPages * BlockPages;
        foreach (ulong each in Range(first, BlockPages).Where(each => Has(each, PteFlags.Huge)))
        {
            _entries[each] = (_entries[each].Frame, _entries[each].Flags & ~PteFlags.Huge);
        }
    }

    private static IEnumerable<ulong> Range(ulong first, ulong count)
    {
        for (ulong i = 0; i < count; i++)
        {
            yield return first + i;
        }
    }
}
