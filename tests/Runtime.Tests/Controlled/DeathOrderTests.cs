namespace PhyrActors.Runtime.Tests;

public sealed class DeathOrderTests
{
    [Fact]
    public void In_no_order_does_a_death_overtake_the_last_messages_of_the_dead()
    {
        HashSet<string> orders = [];

        for (ulong seed = 1; seed <= 500; seed++)
        {
            List<string> seen = [];
            using ControlledSystem system = new("death", new ControlledSettings { Schedule = new RandomPick(seed) });
            IActorRef watcher = system.ActorOf(Props.Create(() => new Watcher(seen)));
            watcher.Tell(new Go());
            system.Run();
            orders.Add(string.Join(',', seen));
        }

        Assert.Equal(["last words,death"], orders);
    }

    private sealed class Watcher : ReceiveActor
    {
        public Watcher(List<string> seen)
        {
            Receive<Go>(_ => Context.Stop(Context.Watch(Context.ActorOf(Props.Create(() => new Mortal(Self))))));
            Receive<string>(seen.Add);
            Receive<Terminated>(_ => seen.Add("death"));
        }
    }

    private sealed class Mortal : ReceiveActor
    {
        private readonly IActorRef _heir;

        public Mortal(IActorRef heir) => _heir = heir;

        protected override void PostStop() => _heir.Tell("last words");
    }
}
