namespace PhyrActors.Actors;

/// <summary>Picks pages of a range, each as often as any other.</summary>
/// <param name="start">The first page.</param>
/// <param name="lengthBytes">How much there is to aim at; whole pages, or nothing.</param>
/// <param name="choices">Where chance comes from.</param>
public sealed class PageAim(VirtAddr start, ulong lengthBytes, IChoices choices)
{
    private ulong Pages => lengthBytes >> Pfn.FrameSizeLog2;

    public VirtAddr Draw() => At(choices.Draw(Pages));

    /// <summary>Two pages; the same twice only where there is no other.</summary>
    public (VirtAddr First, VirtAddr Second) DrawPair()
    {
        ulong first = choices.Draw(Pages);
        ulong other = Pages > 1 ? choices.Draw(Pages - 1) : first;
        return (At(first), At(Pages > 1 && other >= first ? other + 1 : other));
    }

    private VirtAddr At(ulong page) => start + (page << Pfn.FrameSizeLog2);
}
