using PhyrActors.Model;

namespace PhyrActors.Scenarios;

/// <summary>Which frames of files devices wrote through which pin since they were cleaned.</summary>
internal sealed class WrittenFilePages
{
    /// <summary>Frames that are or were in a file, and whether they left it since.</summary>
    private readonly Dictionary<Pfn, bool> _isOrphan = [];

    private readonly SortedDictionary<(long Pin, Pfn Frame), Epoch> _writes = [];

    public void Add(FrameBlock folio) => Set(folio, isOrphan: false);

    /// <summary>What a file has lost needs no mark: nobody will see it.</summary>
    public void Orphan(FrameBlock folio)
    {
        Set(folio, isOrphan: true);
        foreach (((long Pin, Pfn Frame) write, _) in WritesTo(folio))
        {
            _writes.Remove(write);
        }
    }

    /// <summary>What was written before the clean goes to the disk with it.</summary>
    public void Clean(FrameBlock folio, in Stamp stamp)
    {
        foreach (((long Pin, Pfn Frame) write, Epoch at) in WritesTo(folio))
        {
            if (stamp.Follows(at))
            {
                _writes.Remove(write);
            }
        }
    }

    /// <summary>The frames are somebody else's from now on.</summary>
    public void Remove(FrameBlock block)
    {
        for (Pfn frame = block.Head; _isOrphan.Count > 0 && frame < block.End; frame += 1)
        {
            _isOrphan.Remove(frame);
        }
    }

    /// <summary>Notes a write; false where it is of no file.</summary>
    public bool TryWrite(long pin, PhysAddr phys, ulong lengthBytes, Epoch at)
    {
        Pfn frame = Pfn.Of(phys);
        if (!_isOrphan.ContainsKey(frame))
        {
            return false;
        }

        for (Pfn end = Pfn.Of(phys + (lengthBytes - 1)) + 1; frame < end; frame += 1)
        {
            if (_isOrphan.TryGetValue(frame, out bool isOrphan) && !isOrphan)
            {
                _writes[(pin, frame)] = at;
            }
        }

        return true;
    }

    /// <summary>A frame among those given back that was written and not cleaned since.</summary>
    public bool TryFindUnmarked(FramesUnpinned unpinned, out Pfn frame)
    {
        frame = default;
        bool found = false;
        for (int chunk = 0; !found && _writes.Count > 0 && chunk < unpinned.Chunks; chunk++)
        {
            Phyr phyr = unpinned.Range[unpinned.FirstChunk + chunk];
            Pfn end = Pfn.Of(phyr.Last) + 1;
            for (frame = Pfn.Of(phyr.Start); !found && frame < end; frame += found ? 0UL : 1UL)
            {
                found = _writes.ContainsKey((unpinned.Pin, frame));
            }
        }

        return found;
    }

    public void Forget(long pin)
    {
        foreach ((long Pin, Pfn Frame) write in _writes.Keys.Where(write => write.Pin == pin).ToArray())
        {
            _writes.Remove(write);
        }
    }

    private void Set(FrameBlock folio, bool isOrphan)
    {
        for (Pfn frame = folio.Head; frame < folio.End; frame += 1)
        {
            _isOrphan[frame] = isOrphan;
        }
    }

    private KeyValuePair<(long Pin, Pfn Frame), Epoch>[] WritesTo(FrameBlock folio) =>
        [.. _writes.Where(write => folio.Head <= write.Key.Frame && write.Key.Frame < folio.End)];
}
