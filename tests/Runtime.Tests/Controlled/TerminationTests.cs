namespace PhyrActors.Runtime.Tests;

public sealed class TerminationTests
{
    [Fact]
    public void In_every_order_children_stop_before_their_parents()
    {
        for (ulong seed = 1; seed <= 200; seed++)
        {
            List<string> stopped = [];
            using ControlledSystem system =
                new("end", new ControlledSettings { Schedule = new RandomPick(seed) });
            system.ActorOf(Props.Create(() => new Parent(stopped)), "parent").Tell(new Go());
            system.Run();

            Task terminated = system.Terminate();
            RunEnd end = system.Run();

            Assert.Equal(RunEnd.Quiescent, end);
            Assert.True(terminated.IsCompletedSuccessfully);
            Assert.Equal(3, stopped.Count);
            Assert.Equal("parent", stopped[2]);
        }
    }

    [Fact]
    public void An_actor_that_has_ended_is_not_kept_by_its_system()
    {
        using ControlledSystem system = new("end", new ControlledSettings { Schedule = new RandomPick(1) });
        List<WeakReference> made = [];
        IActorRef holder = system.ActorOf(Props.Create(() => new Holder(made)), "holder");
        system.Run();

        holder.Tell(PoisonPill.Instance);
        system.Run();
        GC.Collect();

        Assert.False(Assert.Single(made).IsAlive);
    }

    [Fact]
    public void Termination_takes_steps_of_its_own()
    {
        using ControlledSystem system = new("end", new ControlledSettings { Schedule = new RandomPick(1) });
        system.ActorOf(Props.Create(() => new Parent(new List<string>())), "parent");

        Task terminated = system.Terminate();

        Assert.False(terminated.IsCompleted);
        system.Run();
        Assert.True(terminated.IsCompletedSuccessfully);
    }

    [Fact]
    public void An_actor_may_ask_for_the_end_of_its_system()
    {
        List<string> stopped = [];
        using ControlledSystem system = new("end", new ControlledSettings { Schedule = new RandomPick(1) });
        IActorRef parent = system.ActorOf(Props.Create(() => new Parent(stopped)), "parent");

        parent.Tell(PoisonPill.Instance);
        parent.Tell("after the end");
        system.ActorOf(Props.Create(() => new Ender())).Tell(new Go());
        system.Run();

        Assert.True(system.WhenTerminated.IsCompletedSuccessfully);
        Assert.Equal(["parent"], stopped);
    }

    [Fact]
    public void A_terminated_system_makes_no_more_actors()
    {
        using ControlledSystem system = new("end", new ControlledSettings { Schedule = new RandomPick(1) });
        _ = system.Terminate();
        system.Run();

        Assert.Throws<InvalidOperationException>(() => system.ActorOf(Props.Create(() => new Ender())));
    }

    [Fact]
    public void Disposal_ends_the_wait_without_stopping_actors()
    {
        List<string> stopped = [];
        ControlledSystem system = new("end", new ControlledSettings { Schedule = new RandomPick(1) });
        system.ActorOf(Props.Create(() => new Parent(stopped)), "parent");
        Task terminated = system.Terminate();

        system.Dispose();

        Assert.True(terminated.IsCompletedSuccessfully);
        Assert.Empty(stopped);
        Assert.Throws<ObjectDisposedException>(() => system.Run());
    }

    [Fact]
    public void A_system_cannot_be_disposed_of_inside_a_step()
    {
        Exception? refused = null;
        using ControlledSystem system = new("end", new ControlledSettings { Schedule = new RandomPick(1) });
        system.ActorOf(Props.Create(() => new Disposer(e => refused = e))).Tell(new Go());

        system.Run();

        Assert.IsType<InvalidOperationException>(refused);
    }

    private sealed class Parent : ReceiveActor
    {
        private readonly List<string> _stopped;

        public Parent(List<string> stopped)
        {
            _stopped = stopped;
            Receive<Go>(_ =>
            {
                Context.ActorOf(Props.Create(() => new Child(stopped)), "a");
                Context.ActorOf(Props.Create(() => new Child(stopped)), "b");
            });
        }

        protected override void PostStop() => _stopped.Add(Self.Path.Name);
    }

    private sealed class Child(List<string> stopped) : ReceiveActor
    {
        protected override void PostStop() => stopped.Add(Self.Path.Name);
    }

    private sealed class Holder : ReceiveActor
    {
        public Holder(List<WeakReference> made) => made.Add(new WeakReference(this));
    }

    private sealed class Ender : ReceiveActor
    {
        public Ender() => Receive<Go>(go =>
        {
            _ = Context.System.Terminate();
        });
    }

    private sealed class Disposer : ReceiveActor
    {
        public Disposer(Action<Exception?> done) =>
            Receive<Go>(_ => done(Record.Exception(Context.System.Dispose)));
    }
}
