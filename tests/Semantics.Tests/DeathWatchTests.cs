namespace PhyrActors.Semantics.Tests;

public sealed class DeathWatchTests : TestKit
{
    [Fact]
    public void The_dead_actor_is_the_sender_of_its_death()
    {
        TestProbe subject = CreateTestProbe();
        Watch(subject.Ref);

        Sys.Stop(subject.Ref);

        ExpectTerminated(subject.Ref);
        Assert.Equal(subject.Ref, LastSender);
    }

    [Fact]
    public void Watching_twice_tells_once()
    {
        TestProbe subject = CreateTestProbe();
        Watch(subject.Ref);
        Watch(subject.Ref);

        Sys.Stop(subject.Ref);

        ExpectTerminated(subject.Ref);
        ExpectNoMsg(300);
    }

    [Fact]
    public void Watching_the_dead_tells_that_it_was_never_seen_alive()
    {
        TestProbe subject = CreateTestProbe();
        Watch(subject.Ref);
        Sys.Stop(subject.Ref);
        ExpectTerminated(subject.Ref);
        TestProbe late = CreateTestProbe();

        late.Watch(subject.Ref);

        Assert.False(late.ExpectTerminated(subject.Ref).ExistenceConfirmed);
    }

    [Fact]
    public void A_death_that_is_already_queued_is_void_after_Unwatch()
    {
        TestProbe subject = CreateTestProbe();
        IActorRef watcher = Sys.ActorOf(Props.Create(() => new Watcher(subject.Ref, TestActor)));
        ExpectMsg("watching");

        // While it handles this, the subject dies; the death is queued behind "unwatch".
        watcher.Tell("stop it");
        watcher.Tell("unwatch");

        ExpectMsg("unwatched");
        ExpectNoMsg(300);
    }

    [Fact]
    public void WatchWith_tells_by_the_message_given()
    {
        TestProbe subject = CreateTestProbe();
        Sys.ActorOf(Props.Create(() => new WatcherWith(subject.Ref, TestActor)));
        ExpectMsg("watching");

        Sys.Stop(subject.Ref);

        ExpectMsg("gone");
    }

    [Fact]
    public void The_first_of_two_watches_counts()
    {
        TestProbe subject = CreateTestProbe();
        Sys.ActorOf(Props.Create(() => new WatchingTwice(subject.Ref, TestActor)));
        ExpectMsg("watching");

        Sys.Stop(subject.Ref);

        ExpectMsg("first");
        ExpectNoMsg(200);
    }

    [Fact]
    public void A_death_waits_behind_what_the_dead_actor_sent()
    {
        IActorRef subject = Sys.ActorOf(Props.Create(() => new LastWords(TestActor)));
        Watch(subject);

        subject.Tell("die");

        ExpectMsg("last words");
        ExpectTerminated(subject);
    }

    [Fact]
    public void A_death_that_is_not_handled_is_the_watchers_own()
    {
        TestProbe subject = CreateTestProbe();
        IActorRef watcher = Sys.ActorOf(Props.Create(() => new Loyal(subject.Ref, TestActor)));
        ExpectMsg("watching");
        Watch(watcher);

        Sys.Stop(subject.Ref);

        ExpectTerminated(watcher);
    }

    [Fact]
    public void A_parent_is_not_told_of_a_child_that_it_does_not_watch()
    {
        IActorRef parent = Sys.ActorOf(Props.Create(() => new Unconcerned(TestActor)));

        parent.Tell("stop child");

        ExpectMsg("stopping");
        ExpectNoMsg(300);
    }

    [Fact]
    public void A_watch_survives_a_restart()
    {
        TestProbe subject = CreateTestProbe();
        IActorRef watcher = Sys.ActorOf(Props.Create(() => new WatchingOnce(subject.Ref, TestActor)));
        watcher.Tell("watch");
        ExpectMsg("watching");

        watcher.Tell("fail");
        ExpectMsg("restarted");
        Sys.Stop(subject.Ref);

        ExpectMsg("told");
    }

    private sealed class Watcher : ReceiveActor
    {
        public Watcher(IActorRef subject, IActorRef probe)
        {
            Context.Watch(subject);
            probe.Tell("watching");
            Receive<string>(message => message == "stop it", _ => Context.Stop(subject));
            Receive<string>(_ =>
            {
                Context.Unwatch(subject);
                probe.Tell("unwatched");
            });
            Receive<Terminated>(_ => probe.Tell("told"));
        }
    }

    private sealed class WatchingTwice : ReceiveActor
    {
        public WatchingTwice(IActorRef subject, IActorRef probe)
        {
            Context.WatchWith(subject, "first");
            TryWatchAgain(subject);
            probe.Tell("watching");
            ReceiveAny(message => probe.Tell(message));
        }

        private static void TryWatchAgain(IActorRef subject)
        {
            try
            {
                Context.WatchWith(subject, "second");
            }
            catch (InvalidOperationException)
            {
                // Refusing is as good as ignoring.
            }
        }
    }

    private sealed class LastWords : ReceiveActor
    {
        private readonly IActorRef _probe;

        public LastWords(IActorRef probe)
        {
            _probe = probe;
            Receive<string>(_ => Context.Stop(Self));
        }

        protected override void PostStop() => _probe.Tell("last words");
    }

    private sealed class WatcherWith : ReceiveActor
    {
        public WatcherWith(IActorRef subject, IActorRef probe)
        {
            Context.WatchWith(subject, "gone");
            probe.Tell("watching");
            ReceiveAny(message => probe.Tell(message));
        }
    }

    private sealed class Loyal : ReceiveActor
    {
        public Loyal(IActorRef subject, IActorRef probe)
        {
            Context.Watch(subject);
            probe.Tell("watching");
        }
    }

    private sealed class Unconcerned : ReceiveActor
    {
        public Unconcerned(IActorRef probe)
        {
            IActorRef child = Context.ActorOf(Props.Create(() => new Reporter(ActorRefs.Nobody)));
            Receive<string>(_ =>
            {
                Context.Stop(child);
                probe.Tell("stopping");
            });
            ReceiveAny(message => probe.Tell(message));
        }
    }

    private sealed class WatchingOnce : ReceiveActor
    {
        private readonly IActorRef _probe;

        public WatchingOnce(IActorRef subject, IActorRef probe)
        {
            _probe = probe;
            Receive<string>(message => message == "watch", _ =>
            {
                Context.Watch(subject);
                probe.Tell("watching");
            });
            Receive<string>((Action<string>)(_ => throw new TimeoutException()));
            Receive<Terminated>(_ => probe.Tell("told"));
        }

        protected override void PostRestart(Exception reason) => _probe.Tell("restarted");
    }
}
