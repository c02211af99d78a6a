using PhyrActors.Model;

namespace PhyrActors.Scenarios;

/// <summary>Bytes as the 4 KiB pages that hold them: what entries can say.</summary>
internal static class Pages
{
    public static ulong First(Iova start) => start.Value >> Pfn.FrameSizeLog2;

    /// <summary>The page after the last, exclusive.</summary>
    public static ulong End(Iova start, ulong lengthBytes) =>
        ((start.Value + (lengthBytes - 1)) >> Pfn.FrameSizeLog2) + 1;

    public static ulong Count(Iova start, ulong lengthBytes) => End(start, lengthBytes) - First(start);

    public static ulong Count(Phyr phyr) => Pfn.Of(phyr.Last).Value - Pfn.Of(phyr.Start).Value + 1;

    public static IovaRange Range(ulong firstPage, ulong endPage) =>
        new(new Iova(firstPage << Pfn.FrameSizeLog2), (endPage - firstPage) << Pfn.FrameSizeLog2);
}
