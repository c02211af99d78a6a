namespace PhyrActors.Semantics.Tests;

public sealed class SelectionTests : TestKit
{
    private static readonly TimeSpan s_second = TimeSpan.FromSeconds(1);

    private readonly IActorRef _family;

    public SelectionTests()
    {
        _family = Sys.ActorOf(Props.Create(() => new Family(TestActor)), "family");
        ExpectMsg("ready");
    }

    [Fact]
    public void An_absolute_path_leads_to_its_actor()
    {
        Sys.ActorSelection("/user/family/ann").Tell("message");

        ExpectMsg("ann message");
    }

    [Fact]
    public void A_whole_path_leads_to_its_actor()
    {
        Sys.ActorSelection(_family.Path.ToString() + "/bob").Tell("message");

        ExpectMsg("bob message");
    }

    [Theory]
    [InlineData("ann", "ann")]
    [InlineData("../family/bob", "bob")]
    [InlineData("/user/family/ann", "ann")]
    public void An_actor_may_name_others_from_where_it_stands(string path, string name)
    {
        _family.Tell(new Select(path));

        ExpectMsg(name + " selected");
    }

    [Fact]
    public void The_sender_is_kept()
    {
        TestProbe probe = CreateTestProbe();
        Sys.ActorSelection("/user/family/ann").Tell(new Identify(1), probe.Ref);

        ActorIdentity identity = probe.ExpectMsg<ActorIdentity>();

        Assert.Equal("ann", identity.Subject?.Path.Name);
        Assert.Equal(identity.Subject, probe.Sender);
    }

    [Fact]
    public void A_wildcard_reaches_every_child_that_fits()
    {
        Sys.ActorSelection("/user/family/?o*").Tell("message");

        string[] received = [ExpectMsg<string>(), ExpectMsg<string>()];
        Assert.Equal(["bob message", "joe message"], received.Order());
        ExpectNoMsg(200);
    }

    [Fact]
    public void A_double_wildcard_reaches_all_that_live_below()
    {
        Sys.ActorSelection("/user/family/**").Tell("message");

        string[] received = [ExpectMsg<string>(), ExpectMsg<string>(), ExpectMsg<string>()];
        Assert.Equal(["ann message", "bob message", "joe message"], received.Order());
        ExpectNoMsg(200);
    }

    [Fact]
    public void A_double_wildcard_stands_last() =>
        Assert.Throws<IllegalActorNameException>(() => Sys.ActorSelection("/user/**/ann"));

    [Theory]
    [InlineData("/user/family/eve")]
    [InlineData("/user/family/e*")]
    [InlineData("/user/stranger/ann")]
    [InlineData("/nowhere/ann")]
    public void What_leads_to_nobody_is_a_dead_letter(string path)
    {
        Sys.EventStream.Subscribe(TestActor, typeof(DeadLetter));

        Sys.ActorSelection(path).Tell("message");

        Assert.Equal("message", ExpectMsg<DeadLetter>().Message);
    }

    [Theory]
    [InlineData("/user/family/eve")]
    [InlineData("/user/family/e*")]
    public void Nobody_is_identified_where_nobody_lives(string path)
    {
        Sys.ActorSelection(path).Tell(new Identify("who"));

        ActorIdentity identity = ExpectMsg<ActorIdentity>();

        Assert.Equal("who", identity.MessageId);
        Assert.Null(identity.Subject);
    }

    [Fact]
    public async Task ResolveOne_gives_the_reference()
    {
        IActorRef ann = await Sys.ActorSelection("/user/family/ann").ResolveOne(s_second);

        Assert.Equal("ann", ann.Path.Name);
    }

    [Fact]
    public async Task ResolveOne_of_nobody_fails()
    {
        ActorSelection nobody = Sys.ActorSelection("/user/family/eve");

        await Assert.ThrowsAsync<ActorNotFoundException>(() => nobody.ResolveOne(s_second));
    }

    [Fact]
    public async Task A_selection_can_be_asked()
    {
        Sys.ActorOf(Props.Create(() => new Echo()), "echo");

        string answer = await Sys.ActorSelection("/user/echo").Ask<string>("question", s_second);

        Assert.Equal("question", answer);
    }

    [Fact]
    public void A_poison_pill_finds_its_way()
    {
        Watch(_family);

        Sys.ActorSelection("/user/fam*").Tell(PoisonPill.Instance);

        ExpectTerminated(_family);
    }

    private sealed record Select(string Path);

    private sealed class Family : ReceiveActor
    {
        public Family(IActorRef probe)
        {
            foreach (string name in new[] { "ann", "bob", "joe" })
            {
                Context.ActorOf(Props.Create(() => new Named(probe)), name);
            }

            probe.Tell("ready");
            Receive<Select>(select => Context.ActorSelection(select.Path).Tell("selected"));
        }
    }

    private sealed class Named : ReceiveActor
    {
        public Named(IActorRef probe) => Receive<string>(text => probe.Tell($"{Self.Path.Name} {text}"));
    }
}
