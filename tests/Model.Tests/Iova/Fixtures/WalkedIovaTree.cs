namespace PhyrActors.Model.Tests;

/// <summary>The slow twin of the kernel's tree: a sorted list, walked entry by entry as the kernel walks.</summary>
internal sealed class WalkedIovaTree(ulong startPfn)
{
    private const ulong FirstAbove4GiB = 1UL << 20;
    private const ulong Anchor = ulong.MaxValue;

    private readonly List<IovaEntry> _entries = [new IovaEntry(Anchor, Anchor)];
    private ulong _hint32 = Anchor;
    private ulong _hint = Anchor;
    private ulong _max32 = FirstAbove4GiB;

    public IEnumerable<IovaEntry> Entries => _entries.SkipLast(1);

    public ulong? Allocate(ulong granules, ulong limitPfn, bool isAligned)
    {
        ulong limitEnd = limitPfn + 1;
        bool isBelow4GiB = limitEnd <= FirstAbove4GiB;
        if (isBelow4GiB && granules >= _max32)
        {
            return null;
        }

        int hint = _entries.FindIndex(entry => entry.First == (isBelow4GiB ? _hint32 : _hint));
        ulong alignment = 1;
        while (isAligned && alignment < granules)
        {
            alignment *= 2;
        }

        ulong? first = Walk(hint, limitEnd, granules, alignment, startPfn);
        if (first is null && _entries[hint].Last < limitEnd)
        {
            first = Walk(_entries.Count - 1, limitEnd, granules, alignment, _entries[hint].Last + 1);
        }

        if (first is not { } found)
        {
            _max32 = granules;
            return null;
        }

        IovaEntry added = new(found, found + granules - 1);
        _entries.Insert(_entries.FindIndex(entry => entry.First > found), added);
        if (added.Last < FirstAbove4GiB)
        {
            _hint32 = found;
        }
        else
        {
            _hint = found;
        }

        return found;
    }

    public bool Free(ulong pfn)
    {
        int index = _entries.FindIndex(entry => entry.First <= pfn && pfn <= entry.Last);
        if (index < 0)
        {
            return false;
        }

        IovaEntry freed = _entries[index];
        ulong next = _entries[index + 1].First;
        if (freed.First == _hint32 || (freed.Last < FirstAbove4GiB && freed.First >= _hint32))
        {
            _hint32 = next;
        }

        _max32 = freed.First < FirstAbove4GiB ? FirstAbove4GiB : _max32;
        _hint = freed.First >= _hint ? next : _hint;
        _entries.RemoveAt(index);
        return true;
    }

    private ulong? Walk(int from, ulong limitEnd, ulong granules, ulong alignment, ulong lowestPfn)
    {
        for (int i = from; i >= 0; i--)
        {
            ulong top = Math.Min(limitEnd, _entries[i].First);
            ulong below = i == 0 ? 0 : _entries[i - 1].Last + 1;
            if (top < granules)
            {
                return null;
            }

            ulong candidate = (top - granules) / alignment * alignment;
            if (candidate < lowestPfn)
            {
                return null;
            }

            if (candidate >= below)
            {
                return candidate;
            }
        }

        return null;
    }
}
