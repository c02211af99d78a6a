using static PhyrActors.Actors.VfioType1Protocol;

namespace PhyrActors.Actors.Tests;

/// <summary>What no invalidation ever reaches stays pinned, and stays charged to the page (I-21).</summary>
public sealed class VfioAbandonTests : VfioFixture
{
    [Fact]
    [Trait("row", "U4")]
    public void A_run_that_cannot_be_unwound_keeps_its_pins_and_its_charge_and_all_others_go()
    {
        MakeMapping(3);
        AnswerMap(First);
        AnswerMap(Second);
        AnswerMap(First);
        AnswerMap(Second, Errno.ENOMEM);

        AnswerUnmap(First, Errno.EIO);
        FailSyncs(First);

        Assert.Equal(2, AnswerUnpin().FirstChunk);
        AnswerUnmap(Second);
        AnswerUnmapRuns(1);
        Assert.Equal(0, AnswerUnpin().FirstChunk);
        ExpectMsg(new Mapped(1, Errno.EIO));
        Pinner.ExpectNoMsg(TimeSpan.FromMilliseconds(50));
        Assert.Equal(1UL, Account.PinnedPages);
    }

    [Fact]
    public void A_run_that_a_domain_could_not_take_back_is_unwound_in_the_others_and_stays_pinned()
    {
        MakeMapping(1);
        AnswerMap(First);
        UnmanagedProtocol.Map map = Second.ExpectMsg<UnmanagedProtocol.Map>();
        Second.Reply(new UnmanagedProtocol.Mapped(map.Start, Errno.ENOMEM) { MayBeCached = true });

        AnswerUnmap(First);

        ExpectMsg(new Mapped(1, Errno.ENOMEM));
        Pinner.ExpectNoMsg(TimeSpan.FromMilliseconds(50));
        Assert.Equal(1UL, Account.PinnedPages);
    }

    [Fact]
    public void An_unmap_that_fails_half_way_takes_the_charge_back_of_what_is_unpinned()
    {
        IActorRef vfio = MakeMapped(3, regionsMax: 2);
        vfio.Tell(Unmapping(3));
        AnswerUnmap(Second);
        AnswerUnmapRuns(2);
        AnswerUnpin();
        AnswerUnpin();
        AnswerUnmapFast(First);

        FailSyncs(First);

        ExpectMsg(new Unmapped(2, 0, Errno.EIO));
        Pinner.ExpectNoMsg(TimeSpan.FromMilliseconds(50));
        Assert.Equal(1UL, Account.PinnedPages);
    }

    [Fact]
    public void Where_nothing_can_be_invalidated_the_pins_stay_and_that_is_told()
    {
        IActorRef vfio = MakeMapped(1);
        Sys.EventStream.Subscribe(Events.Ref, typeof(RegionAbandoned));
        vfio.Tell(Unmapping(1));
        AnswerUnmap(Second, Errno.EIO);

        FailSyncs(Second);

        ExpectMsg(new Unmapped(2, 0, Errno.EIO));
        Assert.Equal(Errno.EIO, Events.ExpectMsg<RegionAbandoned>().Errno);
        Pinner.ExpectNoMsg(TimeSpan.FromMilliseconds(50));
        Assert.Equal(1UL, Account.PinnedPages);
    }

    private static void FailSyncs(TestProbe domain)
    {
        for (int attempt = 0; attempt < UnmanagedProtocol.SyncRetriesMax; attempt++)
        {
            AnswerSync(domain, Errno.EIO);
        }
    }
}
