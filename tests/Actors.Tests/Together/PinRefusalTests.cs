using static PhyrActors.Actors.GupPinnerProtocol;

namespace PhyrActors.Actors.Tests;

/// <summary>What cannot be pinned, with the kernel's errno, behind four pages that can.</summary>
public sealed class PinRefusalTests : TestKit
{
    private const ulong PageBytes = Pfn.FrameSizeBytes;

    private static readonly (Ground Ground, FollFlags Flags, Errno Errno)[] s_refused =
    [
        (Ground.Nothing, FollFlags.Write, Errno.EFAULT),
        (Ground.Nothing, FollFlags.Write | FollFlags.Force, Errno.EFAULT),
        (Ground.ProtNone, FollFlags.None, Errno.EFAULT),
        (Ground.ProtNone, FollFlags.Write, Errno.EFAULT),
        (Ground.Io, FollFlags.None, Errno.EFAULT),
        (Ground.Io, FollFlags.Write | FollFlags.Force, Errno.EFAULT),
        (Ground.PfnMap, FollFlags.None, Errno.EFAULT),
        (Ground.PfnMap, FollFlags.Write | FollFlags.Longterm, Errno.EFAULT),
        (Ground.SecretMem, FollFlags.None, Errno.EFAULT),
        (Ground.SecretMem, FollFlags.Write | FollFlags.Longterm, Errno.EFAULT),
        (Ground.FsDax, FollFlags.Longterm, Errno.EOPNOTSUPP),
        (Ground.FsDax, FollFlags.Write | FollFlags.Longterm, Errno.EOPNOTSUPP),
        (Ground.TrackedFile, FollFlags.Write | FollFlags.Longterm, Errno.EFAULT),
        (Ground.ReadOnly, FollFlags.Write, Errno.EFAULT),
        (Ground.ReadOnlyFile, FollFlags.Write, Errno.EFAULT),
        (Ground.ReadOnlyFile, FollFlags.Write | FollFlags.Force, Errno.EFAULT),
        (Ground.PciP2pdma, FollFlags.Write, Errno.EREMOTEIO),
        (Ground.PciP2pdma, FollFlags.Write | FollFlags.Longterm, Errno.EREMOTEIO),
    ];

    private readonly SmallProcess _process = SmallProcess.OfEveryZone();

    public static TheoryData<int, FollFlags, Errno> Refused
    {
        get
        {
            TheoryData<int, FollFlags, Errno> cases = [];
            Array.ForEach(s_refused, refused => cases.Add((int)refused.Ground, refused.Flags, refused.Errno));
            return cases;
        }
    }

    public static TheoryData<FollFlags> BadFlags =>
    [
        FollFlags.Get,
        FollFlags.Pin,
        FollFlags.Remote,
        FollFlags.FastOnly,
        FollFlags.MadvPopulate,
        FollFlags.Longterm | FollFlags.PciP2pdma,
    ];

    [Theory]
    [MemberData(nameof(Refused))]
    public void A_pin_gives_all_back_and_tells_the_errno(int ground, FollFlags flags, Errno errno)
    {
        ProcessCast cast = new(this, _process.Lay(0, Ground.Own).Lay(4, (Ground)ground));
        string before = _process.Counts();

        cast.Pinner.Tell(new Pin(1, SmallProcess.At(0), 8 * PageBytes, flags));

        ExpectMsg(new PinRefused(1, errno));
        Assert.Equal((before, 0UL), (_process.Counts(), cast.Account.PinnedPages));
    }

    [Theory]
    [MemberData(nameof(Refused))]
    public void An_array_of_pages_is_short_and_tells_the_errno_only_where_there_are_none(
        int ground, FollFlags flags, Errno errno)
    {
        ProcessCast cast = new(this, _process.Lay(0, Ground.Own).Lay(4, (Ground)ground));
        string before = _process.Counts();
        cast.Pinner.Tell(new PinUserPages(1, SmallProcess.At(0), 8 * PageBytes, flags));
        PagesTaken some = ExpectMsg<PagesTaken>();
        Pfn?[] pages = [.. some.Pages.ToArray().Select(static page => (Pfn?)page)];
        cast.Pinner.Tell(new UnpinUserPages(1, pages, Dirty: false));
        ExpectMsg<Unpinned>();

        cast.Pinner.Tell(new PinUserPages(2, SmallProcess.At(4), 4 * PageBytes, flags));

        PagesTaken none = ExpectMsg<PagesTaken>();
        Assert.Equal((4, Errno.None, 0, errno), (pages.Length, some.Errno, none.Pages.Length, none.Errno));
        Assert.Equal(before, _process.Counts());
    }

    [Theory]
    [MemberData(nameof(BadFlags))]
    public void Flags_that_contradict_each_other_or_are_not_the_callers_are_EINVAL(FollFlags flags)
    {
        ProcessCast cast = new(this, _process.Lay(0, Ground.Own));
        string before = _process.Counts();

        cast.Pinner.Tell(new Pin(1, SmallProcess.At(0), PageBytes, flags));
        cast.Pinner.Tell(new PinUserPages(2, SmallProcess.At(0), PageBytes, flags));

        ExpectMsg(new PinRefused(1, Errno.EINVAL));
        PagesTaken taken = ExpectMsg<PagesTaken>();
        Assert.Equal((2L, Errno.EINVAL), (taken.Pin, taken.Errno));
        Assert.Equal((before, 0UL), (_process.Counts(), cast.Account.PinnedPages));
    }

    [Fact]
    public void A_range_that_wraps_around_has_the_errno_of_its_call()
    {
        ProcessCast cast = new(this, _process);
        VirtAddr last = new(ulong.MaxValue - (PageBytes - 1));

        cast.Pinner.Tell(new Pin(1, last, 2 * PageBytes, FollFlags.Write));
        cast.Pinner.Tell(new PinUserPages(2, last, 2 * PageBytes, FollFlags.Write));

        ExpectMsg(new PinRefused(1, Errno.EINVAL));
        Assert.Equal(Errno.EOVERFLOW, ExpectMsg<PagesTaken>().Errno);
    }

    [Fact]
    public void No_pages_are_none_and_no_error()
    {
        ProcessCast cast = new(this, _process);

        cast.Pinner.Tell(new PinUserPages(1, SmallProcess.At(0), 0, FollFlags.Write));

        PagesTaken taken = ExpectMsg<PagesTaken>();
        Assert.Equal((0, Errno.None), (taken.Pages.Length, taken.Errno));
    }

    [Theory]
    [InlineData(Ground.ReadOnly, FollFlags.Write | FollFlags.Force)]
    [InlineData(Ground.ProtNone, FollFlags.Force)]
    public void What_force_allows_is_pinned_and_goes_back(object ground, FollFlags flags)
    {
        ProcessCast cast = new(this, _process.Lay(0, (Ground)ground));

        cast.Pinner.Tell(new Pin(1, SmallProcess.At(0), 4 * PageBytes, flags));

        RangeCpu range = ExpectMsg<Pinned>().Range;
        Assert.Equal(4 * PageBytes, range.LengthBytes);
        cast.Pinner.Tell(new Unpin(1, range, Dirty: false));
        ExpectMsg<Unpinned>();
        Assert.StartsWith("0 pins", _process.Counts(), StringComparison.Ordinal);
    }

    [Fact]
    public void Above_RLIMIT_MEMLOCK_a_pin_is_ENOMEM_and_an_array_of_pages_which_is_not_charged_is_not()
    {
        ProcessCast cast = new(this, _process.Lay(0, Ground.Own));
        string before = _process.Counts();
        cast.Account.Charge((1 << 20) - 3);

        cast.Pinner.Tell(new Pin(1, SmallProcess.At(0), 4 * PageBytes, FollFlags.Write));

        ExpectMsg(new PinRefused(1, Errno.ENOMEM));
        Assert.Equal(before, _process.Counts());
        cast.Pinner.Tell(new PinUserPages(2, SmallProcess.At(0), 4 * PageBytes, FollFlags.Write));
        Assert.Equal(4, ExpectMsg<PagesTaken>().Pages.Length);
    }
}
