namespace PhyrActors.Model.Tests;

public sealed class SlotConservationTests
{
    [Theory]
    [InlineData(256, 0, false)]
    [InlineData(250, 6, false)]
    [InlineData(251, 6, true)]
    [InlineData(0, 256, true)]
    public void Slots_that_are_lost_won_or_all_taken_are_found(int freeCount, int live, bool isFound)
    {
        Violation? violation = SlotConservation.OfRing(0, 256, freeCount, live);

        Assert.Equal(isFound ? "I-35" : null, violation?.Invariant);
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, true)]
    public void A_slot_that_is_taken_twice_is_found(bool isTaken, bool isFound)
    {
        Violation? violation = SlotConservation.OfSlot(0, 5, isTaken);

        Assert.Equal(isFound ? "I-35" : null, violation?.Invariant);
    }
}
