using FsCheck;
using FsCheck.Fluent;

namespace PhyrActors.Model.Tests;

public sealed class PinBalanceTests
{
    [Fact]
    public void A_pin_that_gave_back_what_it_took_is_in_balance()
    {
        FrameTally taken = default(FrameTally).Add(new Pfn(100), 5).Add(new Pfn(105), 3);
        FrameTally givenBack = default(FrameTally).Add(new Pfn(103), 5).Add(new Pfn(100), 3);

        Violation? violation = PinBalance.OfPin(7, taken, givenBack);

        Assert.Null(violation);
    }

    [Theory]
    [InlineData(100, 4, "took 5 pages and gave back 4")]
    [InlineData(100, 6, "took 5 pages and gave back 6")]
    [InlineData(101, 5, "took 5 pages and gave back as many, but not the same")]
    public void A_pin_that_gave_back_anything_else_is_not(ulong first, ulong pages, string seen)
    {
        FrameTally taken = default(FrameTally).Add(new Pfn(100), 5);

        Violation? violation = PinBalance.OfPin(7, taken, default(FrameTally).Add(new Pfn(first), pages));

        Assert.EndsWith(seen, violation?.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1, 1, true)]
    [InlineData(1, 1025, false)]
    public void A_pin_leaves_the_references_of_the_zero_page_alone(int before, int after, bool holds) =>
        Assert.Equal(holds, PinBalance.OfZeroPage(7, new Pfn(64), before, after) is null);

    [Fact]
    public void Giving_the_outer_of_four_frames_back_twice_in_place_of_the_inner_is_seen()
    {
        FrameTally taken = default(FrameTally).Add(new Pfn(10), 4);
        FrameTally outer = default(FrameTally).Add(new Pfn(10), 1).Add(new Pfn(13), 1);

        Violation? violation = PinBalance.OfPin(7, taken, outer + outer);

        Assert.NotNull(violation);
    }

    [Fact]
    public void A_run_counts_as_its_frames_one_by_one() => Prop.ForAll<uint, byte>((first, pages) =>
    {
        ulong start = first * 0xFFFFFUL;
        FrameTally oneByOne = default;
        for (ulong i = 0; i < pages; i++)
        {
            oneByOne = oneByOne.Add(new Pfn(start + i), 1);
        }

        return default(FrameTally).Add(new Pfn(start), pages) == oneByOne;
    }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData(FolioRelease.Kept, true)]
    [InlineData(FolioRelease.Freed, true)]
    [InlineData(FolioRelease.Underflow, false)]
    [InlineData(FolioRelease.Absent, false)]
    public void Only_what_is_held_may_be_given_back(FolioRelease release, bool isRight)
    {
        Violation? violation = PinBalance.OfRelease(7, new Pfn(1), release);

        Assert.Equal(isRight, violation is null);
    }
}
