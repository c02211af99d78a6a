namespace PhyrActors.Actors.Tests;

/// <summary>An actor asks whether it fails.</summary>
public sealed class FaultPointsTests : TestKit
{
    private const FaultSite Site = FaultSite.IovaNode;

    [Fact]
    public void Without_faults_nobody_is_asked()
    {
        Surroundings around = Around.Plain with { Choices = new NobodyAsks() };

        Assert.Equal([0, 0], Fates(around, 2));
    }

    [Fact]
    public void A_site_that_is_off_asks_nobody_while_others_are_on()
    {
        Surroundings around = Around.Plain with
        {
            Choices = new NobodyAsks(),
            Faults = FaultPlan.Of(FaultSite.PinShort),
        };

        Assert.Equal([0, 0], Fates(around, 2));
    }

    [Fact]
    public void A_site_that_is_on_fails_where_its_rule_and_the_choice_say_so() =>
        Assert.Equal([0, 1, 1, 0], Fates(Around.Failing(Site, new FaultRule { Nth = 2, Burst = 2 }), 4));

    [Fact]
    public void Every_strike_is_published_with_its_way_and_its_actor()
    {
        Sys.EventStream.Subscribe(TestActor, typeof(FaultInjected));
        IActorRef asker = ActorOf(
            Props.Create(static () => new Asker(
                Around.Failing(FaultSite.DeviceLateDma, 2), FaultSite.DeviceLateDma, ActorRefs.Nobody)),
            "asker");

        asker.Tell("now");

        ExpectMsg(new FaultInjected(FaultSite.DeviceLateDma, 2, "asker"));
    }

    private int[] Fates(Surroundings around, int occasions)
    {
        IActorRef answers = TestActor;
        IActorRef asker = ActorOf(Props.Create(() => new Asker(around, Site, answers)));
        int[] fates = new int[occasions];
        for (int i = 0; i < occasions; i++)
        {
            asker.Tell("now");
            fates[i] = ExpectMsg<Answer>().Fate;
        }

        return fates;
    }

    private sealed record Answer(int Fate);

    private sealed class Asker : ReceiveActor
    {
        public Asker(Surroundings around, FaultSite site, IActorRef answers)
        {
            FaultPoints faults = around.FaultsOf(Context);
            Receive<string>(_ => answers.Tell(new Answer(faults.Fate(site))));
        }
    }

    private sealed class NobodyAsks : IChoices
    {
        public int Choose(string site, int count, bool isDue = true) => throw new InvalidOperationException(site);

        public ulong Draw(ulong count) => 0;
    }
}
