namespace PhyrActors.Actors;

/// <summary>Picks pages of a range, each as often as any other.</summary>
/// <param name="start">The first page.</param>
/// <param name="lengthBytes">How much there is to aim at; whole pages, or nothing.</param>
/// <param name="choices">Where chance comes from.</param>
public sealed class PageAim(VirtAddr start, ulong lengthBytes, IChoices choices)
{
    public VirtAddr Draw() => start + (choices.Draw(lengthBytes >> Pfn.FrameSizeLog2) << Pfn.FrameSizeLog2);
}
