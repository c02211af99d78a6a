namespace PhyrActors.Model;

/// <summary>I-32: a wait writes its status only when every descriptor before it is done, and never after it was
/// aborted.</summary>
public static class WaitImpliesDone
{
    public const string Id = "I-32";

    /// <summary>Judges a status as the unit writes it.</summary>
    /// <param name="unit">The unit.</param>
    /// <param name="slot">The slot of the wait.</param>
    /// <param name="unfinished">The sequence of the oldest descriptor before it that is not done; 0 for none.</param>
    public static Violation? OfStatus(int unit, int slot, long unfinished) => unfinished == 0
        ? null
        : new Violation(Id, $"unit {unit}: the wait in slot {slot} is done before descriptor {unfinished}");

    /// <summary>Judges a status as the driver finds it.</summary>
    public static Violation? OfLateStatus(int unit, int slot, QueueSlotState before) => new(
        Id, $"unit {unit}: the status of slot {slot} was written when the slot was {before}");
}
