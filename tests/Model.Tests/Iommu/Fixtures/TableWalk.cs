namespace PhyrActors.Model.Tests;

/// <summary>A hardware walker without caches: one entry at a time from the root.</summary>
internal static class TableWalk
{
    public static IoEntry Walk(IoPageTable table, Iova iova)
    {
        IoEntry entry = IoEntry.PointTo(table.Root);
        for (int level = IoLevel.Root; entry.Kind == IoEntryKind.Table; level--)
        {
            entry = table.ReadEntry(entry.Table, level, IoLevel.IndexOf(iova, level));
        }

        return entry;
    }

    /// <summary>Every frame that a walk can reach, the root among them.</summary>
    public static List<Pfn> ReachableFrames(IoPageTable table)
    {
        List<Pfn> frames = [];
        Visit(table, table.Root, IoLevel.Root, frames);
        return frames;
    }

    private static void Visit(IoPageTable table, Pfn frame, int level, List<Pfn> frames)
    {
        frames.Add(frame);
        for (int index = 0; index < IoLevel.Entries; index++)
        {
            if (table.ReadEntry(frame, level, index) is { Kind: IoEntryKind.Table, Table: var child })
            {
                Visit(table, child, level - 1, frames);
            }
        }
    }
}
