namespace PhyrActors.Model;

/// <summary>The largest fit of each block of a list, and the highest block below a place with room for a
/// request.</summary>
/// <remarks>Shape: one number a block, and the largest of each 64 of them.</remarks>
internal sealed class IovaFitIndex
{
    private const int GroupLog2 = 6;
    private const int Group = 1 << GroupLog2;

    private ulong[] _fits = new ulong[Group];
    private ulong[] _groups = new ulong[1];
    private int _count;

    public ulong this[int block]
    {
        get => _fits[block];
        set
        {
            ulong old = _fits[block];
            _fits[block] = value;
            ref ulong group = ref _groups[block >> GroupLog2];
            if (value >= group)
            {
                group = value;
            }
            else if (old == group)
            {
                Renew(block >> GroupLog2);
            }
        }
    }

    public void Insert(int block, ulong fit)
    {
        if (_count == _fits.Length)
        {
            Array.Resize(ref _fits, _fits.Length * 2);
            Array.Resize(ref _groups, _groups.Length * 2);
        }

        Array.Copy(_fits, block, _fits, block + 1, _count - block);
        _fits[block] = fit;
        _count++;
        RenewFrom(block);
    }

    public void RemoveAt(int block)
    {
        _count--;
        Array.Copy(_fits, block + 1, _fits, block, _count - block);
        _fits[_count] = 0;
        RenewFrom(block);
    }

    /// <summary>The highest block up to one, inclusive, with room for a request; -1 if there is none.</summary>
    public int FindDown(int last, ulong granules)
    {
        if (last < 0)
        {
            return -1;
        }

        int group = last >> GroupLog2;
        int found = FindIn(group << GroupLog2, last, granules);
        while (found < 0 && --group >= 0)
        {
            if (_groups[group] >= granules)
            {
                found = FindIn(group << GroupLog2, (group << GroupLog2) | (Group - 1), granules);
            }
        }

        return found;
    }

    private int FindIn(int first, int last, ulong granules)
    {
        int at = last;
        while (at >= first && _fits[at] < granules)
        {
            at--;
        }

        return at < first ? -1 : at;
    }

    private void RenewFrom(int block)
    {
        for (int group = block >> GroupLog2; group <= _count >> GroupLog2 && group < _groups.Length; group++)
        {
            Renew(group);
        }
    }

    private void Renew(int group)
    {
        ulong largest = 0;
        foreach (ulong fit in _fits.AsSpan(group << GroupLog2, Group))
        {
            largest = Math.Max(largest, fit);
        }

        _groups[group] = largest;
    }
}
