namespace PhyrActors.Model;

/// <summary>I-40: a bounce slot has one owner, holds the owner's data from the start, is copied back, and goes back
/// once, when no device can reach it.</summary>
/// <remarks>Source: kernel/dma/swiotlb.c, v6.16.</remarks>
public static class BounceLifetime
{
    public const string Id = "I-40";

    /// <summary>Judges a slot as it is taken, with one in use that shares a slot of the pool with it, if any.</summary>
    public static Violation? OfTake(BounceSlot taken, BounceSlot? shared) => shared is { } other
        ? new Violation(Id, $"bounce slot {taken.Phyr} was taken while {other.Phyr} is in use")
        : null;

    /// <summary>Judges a copy out of a slot.</summary>
    /// <param name="slot">The slot.</param>
    /// <param name="isFilled">It was filled from the buffer since it was taken.</param>
    public static Violation? OfCopyBack(BounceSlot slot, bool isFilled) => isFilled
        ? null
        : new Violation(
            Id,
            $"bounce slot {slot.Phyr} is copied back to {slot.Original} and was never filled from there: what the "
            + "device left out is its last owner's");

    /// <summary>Judges a slot as it goes back.</summary>
    /// <param name="slot">The slot.</param>
    /// <param name="isTaken">It is in use.</param>
    /// <param name="copiesBackExpected">It should have been copied back.</param>
    /// <param name="isCopiedBack">It was.</param>
    public static Violation? OfRelease(BounceSlot slot, bool isTaken, bool copiesBackExpected, bool isCopiedBack) =>
        !isTaken ? new Violation(Id, $"bounce slot {slot.Phyr} was given back and is not in use")
        : copiesBackExpected && !isCopiedBack
            ? new Violation(Id, $"bounce slot {slot.Phyr} was given back before it was copied to {slot.Original}")
        : null;

    /// <summary>Judges how far the removal of a slot's entries is in the past of its return.</summary>
    public static Violation? OfReach(BounceSlot slot, int domain, IovaRange range, RemovalStep past) =>
        past == RemovalStep.Completed
            ? null
            : new Violation(
                Id,
                $"bounce slot {slot.Phyr} was given back, not ordered after {RemovalText.Lack(past)}: "
                + RemovalText.Of(domain, range),
                RemovalText.Step(past));
}
