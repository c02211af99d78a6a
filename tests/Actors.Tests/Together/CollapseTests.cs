using static PhyrActors.Actors.AddressSpaceProtocol;
using static PhyrActors.Actors.FolioManagerProtocol;
using static PhyrActors.Actors.GupPinnerProtocol;

namespace PhyrActors.Actors.Tests;

/// <summary>Small folios copied to one, and memory that grows old.</summary>
[Trait("row", "G10")]
public sealed class CollapseTests : TestKit
{
    private const int FolioOrder = 4;
    private const ulong FolioPages = 1UL << FolioOrder;

    private readonly SmallProcess _process = new SmallProcess().AddVma(0, 512);

    [Fact]
    public void Small_folios_of_2_MiB_become_one_that_one_entry_maps()
    {
        Pfn[] old = Give();
        ProcessCast cast = new(this, _process);

        Assert.Equal(Errno.None, Collapse(cast));

        PteRun entry = Assert.Single(Mapped());
        Assert.Equal((512, SmallProcess.OwnPage | PteFlags.Huge), (entry.Pages, entry.Flags));
        Assert.Equal((9, 1), (_process.FolioOf(entry.Frame).Order, _process.FolioOf(entry.Frame).MapCount));
        Assert.DoesNotContain(old, frame => _process.Folios.TryFind(frame, out _));
        Assert.Equal(1, _process.Folios.LiveFolios);
    }

    [Fact]
    public void A_pin_of_one_page_keeps_all_of_them_where_they_are()
    {
        Pfn[] old = Give();
        ProcessCast cast = new(this, _process);
        cast.Pinner.Tell(new Pin(1, SmallProcess.At(40), Pfn.FrameSizeBytes, FollFlags.Write));
        ExpectMsg<Pinned>();

        Assert.Equal(Errno.EAGAIN, Collapse(cast));

        Assert.Equal(old, Mapped().Select(static entry => entry.Frame));
        Assert.All(Mapped(), static entry => Assert.Equal(SmallProcess.OwnPage, entry.Flags));
    }

    [Fact]
    public void Without_a_free_block_of_2_MiB_nothing_is_copied()
    {
        Pfn[] old = Give();
        _process.Exhaust();
        ProcessCast cast = new(this, _process);

        Assert.Equal(Errno.ENOMEM, Collapse(cast));

        Assert.Equal(old, Mapped().Select(static entry => entry.Frame));
    }

    [Fact]
    public void What_is_not_all_there_is_not_collapsed()
    {
        _process.Give(0, FolioOrder);
        ProcessCast cast = new(this, _process);

        Assert.Equal(Errno.EINVAL, Collapse(cast));
    }

    [Fact]
    public void Memory_that_has_grown_old_has_no_large_blocks_left()
    {
        ProcessCast cast = new(this, _process);
        for (ulong block = 0; block < 4; block++)
        {
            cast.Folios.Tell(new HoldBack(new Pfn((block << 9) + 100), Order: 1));
            Assert.Equal(Errno.None, ExpectMsg<HeldBack>().Errno);
        }

        cast.Folios.Tell(new HoldBack(new Pfn(100), Order: 0));

        Assert.Equal(Errno.EBUSY, ExpectMsg<HeldBack>().Errno);
        Assert.Equal(8UL, _process.Folios.HeldBackFrames);
        Assert.Equal(Errno.ENOMEM, _process.Folios.TryAllocate(9, MemoryZone.Normal, out _));
        Assert.Equal(Errno.None, _process.Folios.TryAllocate(8, MemoryZone.Normal, out _));
    }

    [Fact]
    public void A_machine_ages_until_as_many_blocks_are_taken_as_it_may()
    {
        TestProbe folios = CreateTestProbe();
        ActorOf(Props.Create(() => new AgeingEnvironment(
            folios.Ref, 2048, 2, Around.Plain.Choices, TimeSpan.FromMilliseconds(1))));

        folios.ExpectMsg<HoldBack>();
        folios.ExpectMsg<HoldBack>();

        folios.ExpectNoMsg(TimeSpan.FromMilliseconds(20));
    }

    private Pfn[] Give()
    {
        List<Pfn> heads = [];
        for (ulong page = 0; page < 512; page += FolioPages)
        {
            heads.Add(_process.Give(page, FolioOrder));
        }

        return [.. heads];
    }

    private Errno Collapse(ProcessCast cast)
    {
        cast.Space.Tell(new Collapse(SmallProcess.At(77)));
        return ExpectMsg<Collapsed>().Errno;
    }

    private PteRun[] Mapped()
    {
        PteRun[] runs = new PteRun[512];
        return runs[.._process.Pages.Read(SmallProcess.At(0), 512 * Pfn.FrameSizeBytes, runs)];
    }
}
