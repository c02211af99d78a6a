using static PhyrActors.Actors.GupPinnerProtocol;

namespace PhyrActors.Actors.Tests;

/// <summary>Execs again and again, one at a time.</summary>
public sealed class ExecEnvironmentTests : TestKit
{
    [Theory]
    [InlineData(Errno.None)]
    [InlineData(Errno.ESRCH)]
    public void The_next_exec_waits_for_the_answer_to_the_last_whatever_it_is(Errno errno)
    {
        TestProbe pinner = CreateTestProbe();
        IActorRef environment = ActorOf(
            Props.Create(() => new ExecEnvironment(pinner.Ref, TimeSpan.FromMilliseconds(100))));
        pinner.ExpectMsg<Exec>();
        pinner.ExpectNoMsg(300);

        pinner.Send(environment, new Execed { Errno = errno });

        pinner.ExpectMsg<Exec>();
    }
}
