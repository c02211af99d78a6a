using FsCheck;
using FsCheck.Fluent;
using PhyrActors.Model.Tests;
using static PhyrActors.Actors.GupPinnerProtocol;

namespace PhyrActors.Actors.Tests;

/// <summary>The fast path with what it leaves to the slow one, beside the slow path alone, over the same
/// layouts.</summary>
[Trait("row", "G8")]
public sealed class FastAndSlowPathTests : TestKit
{
    private const ulong PageBytes = Pfn.FrameSizeBytes;
    private const int HugePage = 512;

    private static readonly FollFlags[] s_flags =
        [FollFlags.Write, FollFlags.Longterm, FollFlags.Force, FollFlags.PciP2pdma, FollFlags.SplitPmd];

    private static readonly Ground[] s_grounds = Enum.GetValues<Ground>();

    public static TheoryData<int> Grounds => [.. s_grounds.Select(static ground => (int)ground)];

    [Fact]
    public void They_agree_on_any_layout_range_flags_and_call() =>
        Prop.ForAll(Draws.Any, numbers =>
        {
            Draws draws = new(numbers);
            Ground[] grounds = [.. Enumerable.Range(0, 6).Select(_ => s_grounds[draws.Below(s_grounds.Length)])];
            ulong page = draws.Below(24UL);
            object call = CallOf(draws.Below(3), page, 1 + draws.Below(24 - page), FlagsOf(draws.Below(32)));

            string fast = OutcomeOf(Small(grounds), call, isSlow: false);

            return fast == OutcomeOf(Small(grounds), call, isSlow: true);
        }).QuickCheckThrowOnFailure();

    [Theory]
    [MemberData(nameof(Grounds))]
    public void They_agree_on_each_kind_of_memory_for_all_flags_and_calls(int ground)
    {
        Ground[] grounds = [Ground.Own, (Ground)ground, Ground.OwnFolio];
        for (int drawn = 0; drawn < 3 * 32; drawn++)
        {
            object call = CallOf(drawn / 32, 2, 9, FlagsOf(drawn % 32));

            string fast = OutcomeOf(Small(grounds), call, isSlow: false);

            Assert.Equal(OutcomeOf(Small(grounds), call, isSlow: true), fast);
        }
    }

    [Theory]
    [InlineData(HugePage, 512UL)]
    [InlineData(HugePage + 100, 300UL)]
    [InlineData(HugePage - 3, 518UL)]
    [InlineData(HugePage + 510, 4UL)]
    public void They_agree_on_a_folio_of_2_MiB_and_its_neighbours(ulong page, ulong pages)
    {
        for (int drawn = 0; drawn < 3 * 32; drawn++)
        {
            object call = CallOf(drawn / 32, page, pages, FlagsOf(drawn % 32));

            string fast = OutcomeOf(Huge(), call, isSlow: false, batchPages: 512);

            Assert.Equal(OutcomeOf(Huge(), call, isSlow: true, batchPages: 512), fast);
        }
    }

    [Theory]
    [InlineData(0UL, 1UL << 18)]
    [InlineData(509UL, 1030UL)]
    public void They_agree_on_a_folio_of_1_GiB(ulong page, ulong pages)
    {
        foreach (FollFlags flags in (FollFlags[])[FollFlags.None, FollFlags.Write | FollFlags.Longterm])
        {
            object call = CallOf(2, page, pages, flags);

            string fast = OutcomeOf(Gigantic(), call, isSlow: false, batchPages: 4096);

            Assert.Equal(OutcomeOf(Gigantic(), call, isSlow: true, batchPages: 4096), fast);
        }
    }

    private static FollFlags FlagsOf(int bits) => s_flags
        .Where((_, place) => (bits >> place & 1) != 0)
        .Aggregate(FollFlags.None, static (all, flag) => all | flag);

    private static object CallOf(int kind, ulong page, ulong pages, FollFlags flags) => kind switch
    {
        0 => new PinUserPages(1, SmallProcess.At(page), pages * PageBytes, flags),
        1 => new GetUserPages(1, SmallProcess.At(page), pages * PageBytes, flags),
        _ => new Pin(1, SmallProcess.At(page), pages * PageBytes, flags),
    };

    private static SmallProcess Small(Ground[] grounds)
    {
        SmallProcess process = SmallProcess.OfEveryZone();
        for (int place = 0; place < grounds.Length; place++)
        {
            process.Lay((ulong)place * GroundLayer.Pages, grounds[place]);
        }

        return process;
    }

    private static SmallProcess Huge()
    {
        SmallProcess process = SmallProcess.OfEveryZone(frames: 1024)
            .Lay(HugePage - 4, Ground.Own)
            .AddVma(HugePage, 2 * HugePage)
            .Lay(2 * HugePage, Ground.ForkShared);
        process.Give(HugePage, order: 9);
        return process;
    }

    private static SmallProcess Gigantic()
    {
        SmallProcess process = new(frames: 1UL << 19);
        process.AddVma(0, 1UL << 18).GiveGigantic();
        return process;
    }

    /// <summary>What a call gives, the counts while it holds and when all has gone back.</summary>
    private string OutcomeOf(SmallProcess process, object call, bool isSlow, int batchPages = 8)
    {
        ProcessCast cast = new(this, process, batchPages: batchPages, isSlow: isSlow);
        cast.Pinner.Tell(call);
        object answer = ReceiveOne(TimeSpan.FromSeconds(20))!;
        string held = process.Counts();
        (string told, object? release) = answer switch
        {
            Pinned pinned => (
                string.Join(' ', Enumerable.Range(0, pinned.Range.ChunkCount).Select(at => pinned.Range[at])),
                new Unpin(1, pinned.Range, Dirty: false)),
            PagesTaken { Pages.Length: > 0 } taken => (
                $"{taken.Errno} {string.Join(' ', taken.Pages.ToArray())}",
                new UnpinUserPages(1, taken.Pages.ToArray().Select(page => (Pfn?)page).ToArray(), Dirty: false)),
            PagesTaken none => ($"{none.Errno}", (object?)null),
            _ => ($"{answer}", null),
        };
        if (release is not null)
        {
            cast.Pinner.Tell(release);
            ExpectMsg<Unpinned>(TimeSpan.FromSeconds(20));
        }

        string left = process.Counts();
        Assert.StartsWith("0 pins", left, StringComparison.Ordinal);
        return $"{told}\n{held}\n{left}";
    }
}
