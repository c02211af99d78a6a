using static PhyrActors.Actors.DmaEngineProtocol;
using static PhyrActors.Actors.MmuNotifierProtocol;

namespace PhyrActors.Actors.Tests;

/// <summary>How long a fault goes on looking its pages up.</summary>
[Trait("row", "U6")]
public sealed class FaultTimeoutTests()
    : HmmOdpFixture("akka.scheduler.implementation = \"Akka.TestKit.TestScheduler, Akka.TestKit\"")
{
    private TestScheduler Scheduler => (TestScheduler)Sys.Scheduler;

    [Theory]
    [InlineData(999, false)]
    [InlineData(1000, true)]
    public void A_look_up_that_is_invalidated_after_a_second_is_not_done_again(int milliseconds, bool ends)
    {
        IActorRef driver = MakeLive();
        Engine.Send(driver, new PageFault(7, Region, 0, Page));
        Space.ExpectMsg<ReadBegin>();
        Space.Reply(new ReadBegun(1, 1));
        Space.ExpectMsg<RangeFault>();

        Scheduler.Advance(TimeSpan.FromMilliseconds(milliseconds));
        Space.Send(driver, Invalidating(0, 1));
        Space.ExpectMsg(new Invalidated(5, Done: true));
        Space.Send(driver, new RangeFaulted(1, new[] { SmallProcess.Entry(0, s_frame) }, Errno.None));

        if (ends)
        {
            Engine.ExpectMsg(new ResumeFault(7, Errno.EBUSY));
        }
        else
        {
            Space.ExpectMsg(new ReadBegin(1, 3));
        }
    }
}
