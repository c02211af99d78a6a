namespace PhyrActors.Model;

/// <summary>I-20: as long as a page is pinned, its process's entry leads to it, unless the process itself takes that
/// away, and nobody shares it: the process's next write would part it from the device.</summary>
public static class CowStability
{
    public const string Id = "I-20";

    /// <summary>Judges the sharing of an entry with a child.</summary>
    /// <param name="process">The parent.</param>
    /// <param name="at">The page.</param>
    /// <param name="pin">The pin that was accepted for it.</param>
    /// <param name="unpinIsPast">Whether the release of that pin is in the past.</param>
    public static Violation? OfSharing(int process, VirtAddr at, long pin, bool unpinIsPast) => unpinIsPast
        ? null
        : new Violation(
            Id,
            $"{at} of process {process} is shared with a child while pin {pin} holds it",
            $"the release of pin {pin}");

    /// <summary>Judges an entry that leads elsewhere from now on.</summary>
    /// <param name="process">Whose entry.</param>
    /// <param name="at">The page.</param>
    /// <param name="pin">The pin that was accepted for it.</param>
    /// <param name="unpinIsPast">Whether the release of that pin is in the past.</param>
    public static Violation? OfReplacement(int process, VirtAddr at, long pin, bool unpinIsPast) => unpinIsPast
        ? null
        : new Violation(
            Id,
            $"{at} of process {process} leads to another page while pin {pin} holds the old one",
            $"the release of pin {pin}");

    /// <summary>Judges an entry through which a pin for writing was taken.</summary>
    /// <param name="process">Whose entry.</param>
    /// <param name="entry">As it was.</param>
    /// <param name="pin">The pin.</param>
    /// <param name="write">Whether it is for writing.</param>
    public static Violation? OfAcceptance(int process, PteRun entry, long pin, bool write) =>
        !write || (entry.Flags & (PteFlags.Writable | PteFlags.AnonExclusive)) != PteFlags.None
            ? null
            : new Violation(
                Id,
                $"pin {pin} writes to {entry.Start} of process {process} through an entry that others may share");
}
