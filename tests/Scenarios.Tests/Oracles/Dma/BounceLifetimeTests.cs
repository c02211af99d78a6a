using PhyrActors.Model;

namespace PhyrActors.Scenarios.Tests;

public sealed class BounceLifetimeTests
{
    private static readonly BounceSlot s_slot = Slot(0x10_0000, 0x1000);
    private readonly History _history = History.OfOracles();

    [Fact]
    public void A_slot_that_is_filled_copied_back_and_given_back_is_right()
    {
        Take(s_slot);
        Copy(s_slot, forDevice: true);
        Copy(s_slot, forDevice: false);
        Release(s_slot);
        Take(s_slot);
        Copy(s_slot, forDevice: true);
        Copy(s_slot, forDevice: false);
        Release(s_slot);

        Assert.Empty(_history.End().Findings);
    }

    [Theory]
    [InlineData(0x10_0000, 0x100)]
    [InlineData(0x10_0C00, 0x100)]
    [InlineData(0x10_0FFF, 0x2000)]
    [InlineData(0xF_F800, 0x801)]
    public void A_slot_with_two_owners_is_found(ulong start, ulong lengthBytes)
    {
        Take(s_slot);

        Take(Slot(start, lengthBytes));

        Assert.Equal("I-40", _history.Broken);
    }

    [Theory]
    [InlineData(0x10_1000)]
    [InlineData(0xF_F000)]
    public void Neighbours_are_no_owners(ulong start)
    {
        Take(s_slot);

        Take(Slot(start, 0x1000));

        Assert.Empty(_history.Findings);
    }

    [Fact]
    public void A_copy_back_of_what_the_last_owner_left_is_found()
    {
        Take(s_slot);

        Copy(s_slot, forDevice: false);

        Assert.Equal("I-40", _history.Broken);
    }

    [Fact]
    public void A_slot_that_goes_back_without_its_copy_is_found()
    {
        Take(s_slot);
        Copy(s_slot, forDevice: true);

        Release(s_slot);

        Assert.Equal("I-40", _history.Broken);
    }

    [Fact]
    public void A_driver_may_skip_the_copy()
    {
        Take(s_slot);
        Copy(s_slot, forDevice: true);

        _history.At(1, new BounceReleased(s_slot, SkipsCopy: true));

        Assert.Empty(_history.End().Findings);
    }

    [Fact]
    public void A_slot_that_goes_back_twice_is_found()
    {
        Take(s_slot);
        Copy(s_slot, forDevice: true);
        Copy(s_slot, forDevice: false);
        Release(s_slot);

        Release(s_slot);

        Assert.Equal("I-40", _history.Broken);
    }

    [Fact]
    public void A_slot_that_stays_taken_is_a_leak()
    {
        Take(s_slot);

        Assert.Equal("I-41", _history.End().Broken);
    }

    [Fact]
    public void A_slot_that_a_device_can_still_reach_is_found()
    {
        Mapping mapping = new(_history);
        TakeForKernel(mapping.Range);
        Step written = _history.At(2, new EntriesWritten(
            Mapping.Domain, mapping.Iova, mapping.LengthBytes, -1, mapping.Range, 0, mapping.Chunks));
        Take(s_slot);
        Step linked = _history.At(3, new BounceLinked(s_slot, Mapping.Domain, mapping.Iova), written);

        _history.At(1, new BounceReleased(s_slot, SkipsCopy: true), linked);

        Assert.Equal("I-40", _history.Broken);
    }

    private static BounceSlot Slot(ulong start, ulong lengthBytes) =>
        new(new PhysAddr(start), new PhysAddr(0x8000_0000), lengthBytes);

    /// <summary>The pool is the kernel's own: its entries name no other keeper.</summary>
    private void TakeForKernel(RangeCpu pool)
    {
        for (int chunk = 0; chunk < pool.ChunkCount; chunk++)
        {
            for (Pfn frame = Pfn.Of(pool[chunk].Start); frame <= Pfn.Of(pool[chunk].Last); frame += 1)
            {
                _history.At(2, new KernelFrameTaken(frame));
            }
        }
    }

    private void Take(BounceSlot slot) => _history.At(1, new BounceTaken(1, slot, DmaDirection.FromDevice));

    private void Copy(BounceSlot slot, bool forDevice) => _history.At(1, new BounceCopied(slot, forDevice));

    private void Release(BounceSlot slot) => _history.At(1, new BounceReleased(slot, SkipsCopy: false));
}
