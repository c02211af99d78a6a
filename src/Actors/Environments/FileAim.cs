namespace PhyrActors.Actors;

/// <summary>Picks pages of a file, each as often as any other.</summary>
/// <param name="file">Which file.</param>
/// <param name="pages">Its size in pages of 4 KiB; at least 1.</param>
/// <param name="choices">Where chance comes from.</param>
public sealed class FileAim(int file, ulong pages, IChoices choices)
{
    public int File => file;

    public ulong Pages => pages;

    public FilePage Draw() => new(file, choices.Draw(pages));
}
