namespace PhyrActors.Model;

/// <summary>Page blocks that are being emptied, and memory that is never given out again.</summary>
/// <remarks>Sources: mm/page_isolation.c, mm/memory_hotplug.c, mm/memory-failure.c, v6.16.</remarks>
public sealed partial class FolioTable
{
    /// <summary>What is free in each isolated block, by the block's first frame.</summary>
    private readonly Dictionary<ulong, List<FrameBlock>> _isolated = [];

    /// <summary>Frames taken offline.</summary>
    public ulong OfflineFrames { get; private set; }

    /// <summary>Frames that failed and were free of their last owner.</summary>
    public ulong PoisonedFrames { get; private set; }

    public bool IsIsolated(Pfn frame) => _isolated.Count > 0 && _isolated.ContainsKey(BlockOf(frame).Head.Value);

    /// <summary>Lets nobody have frames of the page block that holds a frame (start_isolate_page_range): EBUSY where it
    /// is isolated already, or folios larger than a block lie there; EINVAL where the block is not all memory of one
    /// zone.</summary>
    public Errno TryIsolate(Pfn frame)
    {
        FrameBlock block = BlockOf(frame);
        if (!Array.Exists(_zones, zone => zone.Contains(block.Head) && block.End <= zone.End))
        {
            return Errno.EINVAL;
        }

        if (IsIsolated(frame) || (TryFind(block.Head, out Folio folio) && folio.Order > block.Order))
        {
            return Errno.EBUSY;
        }

        List<FrameBlock> free = [];
        TakeFree(_buddies[ZoneIndexOf(block.Head)], block, free);
        _isolated.Add(block.Head.Value, free);
        return Errno.None;
    }

    /// <summary>Ends the isolation; what is free may be had again (undo_isolate_page_range).</summary>
    public void Deisolate(Pfn frame)
    {
        FrameBlock block = BlockOf(frame);
        if (_isolated.Remove(block.Head.Value, out List<FrameBlock>? free))
        {
            foreach (FrameBlock part in free)
            {
                _buddies[ZoneIndexOf(part.Head)].Free(part.Head, part.Order);
            }
        }
    }

    /// <summary>Takes an isolated block out of use (offline_pages): EBUSY, and it stays isolated, while anything lives
    /// there.</summary>
    public Errno TryOffline(Pfn frame)
    {
        FrameBlock block = BlockOf(frame);
        ulong free = 0;
        foreach (FrameBlock part in _isolated.GetValueOrDefault(block.Head.Value) ?? [])
        {
            free += part.Frames;
        }

        if (free < block.Frames)
        {
            return Errno.EBUSY;
        }

        _isolated.Remove(block.Head.Value);
        OfflineFrames += block.Frames;
        return Errno.None;
    }

    /// <summary>The folios whose first frame lies in the page block that holds a frame, in rising order.</summary>
    public IReadOnlyList<Folio> FoliosIn(Pfn frame)
    {
        FrameBlock block = BlockOf(frame);
        List<Folio> folios = [];
        for (Pfn next = block.Head; next < block.End;)
        {
            bool found = TryFind(next, out Folio folio);
            if (found && folio.Head == next)
            {
                folios.Add(folio);
            }

            next = found ? folio.Block.End : next + 1;
        }

        return folios;
    }

    private static FrameBlock BlockOf(Pfn frame) => FrameBlock.Holding(frame, BuddyAllocator.PageblockOrder);

    private static void TakeFree(BuddyAllocator buddy, FrameBlock part, List<FrameBlock> free)
    {
        if (buddy.TryAllocateAt(part.Head, part.Order))
        {
            free.Add(part);
        }
        else if (part.Order > 0)
        {
            FrameBlock low = new(part.Head, part.Order - 1);
            TakeFree(buddy, low, free);
            TakeFree(buddy, new FrameBlock(low.End, low.Order), free);
        }
    }

    private void GiveBack(FrameBlock block, bool isPoisoned)
    {
        if (isPoisoned)
        {
            PoisonedFrames += block.Frames;
        }
        else if (_isolated.Count > 0 && _isolated.TryGetValue(BlockOf(block.Head).Head.Value, out var free))
        {
            free.Add(block);
        }
        else
        {
            _buddies[ZoneIndexOf(block.Head)].Free(block.Head, block.Order);
        }
    }
}
