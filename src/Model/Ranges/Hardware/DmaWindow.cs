namespace PhyrActors.Model;

/// <summary>Memory for a device that has one address register and one length register.</summary>
public static class DmaWindow
{
    /// <summary>The one run that the ranges are, neighbours merged.</summary>
    /// <exception cref="ArgumentException">There are several.</exception>
    public static DmaRange Of(IRangeStorage<DmaRange> memory)
    {
        ArgumentNullException.ThrowIfNull(memory);
        LimitedCursor<DmaRange> cursor = new(memory, RangeLimits.None);
        cursor.MoveNext();
        DmaRange window = cursor.Current;
        Refusals.ThrowIf(cursor.MoveNext() ? $"{cursor.Current} does not follow {window}." : null);
        return window;
    }
}
