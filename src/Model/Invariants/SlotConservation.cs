namespace PhyrActors.Model;

/// <summary>I-35: free slots and slots in use make the ring, a submission leaves one free, and no slot is taken twice.
/// </summary>
public static class SlotConservation
{
    public const string Id = "I-35";

    /// <summary>Judges the ring after a submission or an end.</summary>
    /// <param name="unit">The unit.</param>
    /// <param name="length">Slots of the ring.</param>
    /// <param name="freeCount">What the driver counts as free.</param>
    /// <param name="live">Slots from the oldest submission that has not ended to the newest.</param>
    public static Violation? OfRing(int unit, int length, int freeCount, int live) =>
        freeCount + live == length && freeCount > 0
            ? null
            : new Violation(Id, $"unit {unit}: {freeCount} slots are free and {live} of {length} in use");

    /// <summary>Judges a slot as it is taken.</summary>
    public static Violation? OfSlot(int unit, int slot, bool isTaken) => isTaken
        ? new Violation(Id, $"unit {unit}: slot {slot} was taken while it is in use")
        : null;
}
