namespace PhyrActors.Model;

/// <summary>I-20: as long as a page is pinned, no fork shares it: the process's next write would part it from the
/// device.</summary>
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
}
