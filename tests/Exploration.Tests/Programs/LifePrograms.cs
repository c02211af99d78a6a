namespace PhyrActors.Exploration.Tests;

/// <summary>Small programs in which actors are made, fail, restart and stop.</summary>
internal static class LifePrograms
{
    public static IReadOnlyList<SmallProgram> All { get; } =
    [
        new("two tokens in a ring of three", static world =>
        {
            IActorRef[] ring = new IActorRef[3];
            for (int i = 0; i < 3; i++)
            {
                int next = (i + 1) % 3;
                ring[i] = world.Actor($"r{i}", (message, me) =>
                {
                    if (message is int hops and > 0)
                    {
                        ring[next].Tell(hops - 1, me.Me);
                    }
                });
            }

            ring[0].Tell(3, ActorRefs.NoSender);
            ring[1].Tell(2, ActorRefs.NoSender);
        }),
        new("a poison pill among messages", static world =>
        {
            IActorRef q = world.Sink("q");
            world.Go(world.Teller("a", (q, "1"), (q, "2")), world.Teller("b", (q, PoisonPill.Instance)));
        }),
        new("a watcher between the words of the dying and of others", static world =>
        {
            IActorRef dying = world.Actor("dying", static (message, me) =>
            {
                me.From.Tell("last words", me.Me);
                me.Here.Stop(me.Me);
            });
            IActorRef watcher = world.Actor("watcher", (message, me) =>
            {
                if (message is "go")
                {
                    me.Here.Watch(dying);
                    dying.Tell("die", me.Me);
                }
            });
            world.Go(watcher, world.Teller("b", (watcher, "other")));
        }),
        new("a child fails and is restarted while messages wait", static world =>
        {
            IActorRef sink = world.Sink("sink");
            IActorRef child = world.Actor("child", (message, me) =>
            {
                sink.Tell(++me.Number, me.Me);
                if (message is "fail")
                {
                    throw new InvalidOperationException("as told");
                }
            });
            world.Go(world.Teller("a", (child, "fail"), (child, "after")), world.Teller("b", (child, "b")));
        }),
        new("a failure with unstashed messages in front", static world =>
        {
            IActorRef child = world.Actor("child", static (message, me) =>
            {
                switch (message)
                {
                    case "a" when me.Number == 0:
                        me.Number = 1;
                        me.Stash.Stash();
                        break;
                    case "open":
                        me.Stash.UnstashAll();
                        throw new InvalidOperationException("as told");
                }
            });
            world.Go(world.Teller("x", (child, "a"), (child, "open")), world.Teller("y", (child, "y")));
        }),
        new("a child is made and stopped at once", static world =>
        {
            IActorRef sink = world.Sink("sink");
            world.Go(world.Actor("parent", (message, me) =>
            {
                if (message is "go")
                {
                    IActorRef child = me.Here.ActorOf(Puppet.Props((_, it) => sink.Tell("child", it.Me)));
                    child.Tell("work", me.Me);
                    me.Here.Stop(child);
                    sink.Tell("parent", me.Me);
                }
            }));
        }),
        new("an actor stops itself while others tell it", static world =>
        {
            IActorRef q = world.Actor("q", static (message, me) =>
            {
                if (message is "stop")
                {
                    me.Here.Stop(me.Me);
                }
            });
            world.Go(world.Teller("a", (q, "stop"), (q, "late")), world.Teller("b", (q, "b")));
        }),
        new("messages to oneself among others", static world =>
        {
            IActorRef a = world.Actor("a", static (message, me) =>
            {
                if (message is "go" && me.Number++ < 2)
                {
                    me.Me.Tell("go", me.Me);
                }
            });
            world.Go(a, world.Teller("b", (a, "b0"), (a, "b1")));
        }),
    ];
}
