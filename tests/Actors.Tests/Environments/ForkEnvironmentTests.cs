using static PhyrActors.Actors.AddressSpaceProtocol;

namespace PhyrActors.Actors.Tests;

/// <summary>Forks again and again, one child at a time.</summary>
public sealed class ForkEnvironmentTests : TestKit
{
    private static readonly TimeSpan s_first = TimeSpan.FromMilliseconds(400);
    private static readonly TimeSpan s_interval = TimeSpan.FromMilliseconds(1000);
    private static readonly TimeSpan s_lifetime = TimeSpan.FromMilliseconds(300);

    /// <summary>What comes in that time did not wait for the interval.</summary>
    private static readonly TimeSpan s_soon = TimeSpan.FromMilliseconds(900);

    private readonly TestProbe _space;
    private readonly TestProbe _child;
    private readonly IActorRef _environment;

    public ForkEnvironmentTests()
    {
        (_space, _child) = (CreateTestProbe(), CreateTestProbe());
        _environment = ActorOf(Props.Create(() => new ForkEnvironment(
            _space.Ref, s_first, s_interval, s_lifetime, Around.Plain)));
    }

    [Fact]
    public void The_first_fork_comes_when_it_is_due()
    {
        _space.ExpectNoMsg(50);

        _space.ExpectMsg(new Fork(1), s_soon);
    }

    [Fact]
    public void A_child_exits_when_it_has_lived()
    {
        _space.ExpectMsg<Fork>();

        _space.Reply(new Forked(1, _child.Ref));

        _child.ExpectMsg<Exit>(s_soon);
    }

    [Fact]
    public void The_next_fork_waits_for_the_child_to_be_gone()
    {
        _space.ExpectMsg<Fork>();
        _space.Reply(new Forked(1, _child.Ref));
        _child.ExpectMsg<Exit>();
        _space.ExpectNoMsg(2000);

        Sys.Stop(_child.Ref);

        _space.ExpectMsg(new Fork(2));
    }

    [Theory]
    [InlineData(Errno.ENOMEM)]
    [InlineData(Errno.ESRCH)]
    public void A_fork_that_was_refused_is_tried_again(Errno errno)
    {
        _space.ExpectMsg<Fork>();

        _space.Reply(new ForkRefused(1, errno));

        _space.ExpectMsg(new Fork(2));
    }

    [Fact]
    public void The_last_child_exits_though_there_are_no_more_forks()
    {
        _space.ExpectMsg<Fork>();
        _space.Reply(new Forked(1, _child.Ref));

        _environment.Tell(new ForkEnvironmentProtocol.EndForking());

        _child.ExpectMsg<Exit>();
        Sys.Stop(_child.Ref);
        _space.ExpectNoMsg(2000);
    }
}
