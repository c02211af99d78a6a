namespace PhyrActors.Model;

/// <summary>Which kind of page a frame may be given to; a long-term pin must not stay in Movable or Cma.</summary>
public enum MemoryZone
{
    Normal,
    Movable,
    Cma,
}

/// <summary>Frames of one zone: <paramref name="Frames"/> of them from <paramref name="First"/> on.</summary>
public readonly record struct ZoneSpan(MemoryZone Zone, Pfn First, ulong Frames)
{
    /// <summary>The frame after the last.</summary>
    public Pfn End => First + Frames;

    public bool Contains(Pfn frame) => First <= frame && frame < End;
}
