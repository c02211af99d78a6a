namespace PhyrActors.Exploration.Tests;

/// <summary>Small programs with choices, timers and stashes.</summary>
internal static class ChoicePrograms
{
    public static IReadOnlyList<SmallProgram> All { get; } =
    [
        new("a choice decides what is sent", static world =>
        {
            IActorRef sink = world.Sink("sink");
            IActorRef a = world.Actor("a", (_, me) =>
            {
                for (int i = world.Choose("sends", 3); i > 0; i--)
                {
                    sink.Tell(i, me.Me);
                }
            });
            world.Go(a, world.Teller("b", (sink, "b")));
        }),
        new("two independent choices", static world =>
            world.Go(Chooser(world, "a", 2), Chooser(world, "b", 3))),
        new("two choices in one handler, the second only after one value of the first", static world =>
        {
            IActorRef sink = world.Sink("sink");
            IActorRef a = world.Actor("a", (_, me) =>
            {
                if (world.Choose("first", 2) == 1 && world.Choose("second", 2) == 1)
                {
                    sink.Tell("both", me.Me);
                }
            });
            world.Go(a, world.Teller("b", (sink, "b"), (a, "again")));
        }),
        new("a choice that removes a race", static world =>
        {
            IActorRef sink = world.Sink("sink");
            IActorRef b = world.Actor("b", (_, me) =>
            {
                if (world.Choose("skip", 2) == 0)
                {
                    sink.Tell("b", me.Me);
                }
            });
            world.Go(world.Teller("a", (sink, "a")), world.Teller("c", (b, "go on")));
        }),
        new("a stash that opens", static world =>
        {
            IActorRef sink = world.Sink("sink");
            IActorRef door = world.Actor("door", (message, me) =>
            {
                if (message is "open")
                {
                    me.Number = 1;
                    me.Stash.UnstashAll();
                }
                else if (me.Number == 0)
                {
                    me.Stash.Stash();
                }
                else
                {
                    sink.Tell(message, me.Me);
                }
            });
            world.Go(
                world.Teller("a", (door, "a0"), (door, "a1")),
                world.Teller("b", (door, "b")),
                world.Teller("c", (door, "open")));
        }),
        new("a stash that opens twice and is told more", static world =>
        {
            IActorRef door = world.Actor("door", static (message, me) =>
            {
                if (message is "open")
                {
                    me.Number++;
                    me.Stash.UnstashAll();
                }
                else if (me.Number < 2)
                {
                    me.Stash.Stash();
                }
            });
            world.Go(world.Teller("a", (door, "a")), world.Teller("b", (door, "open"), (door, "open")));
        }),
        new("two timers of one actor, one cancelled by a message", static world =>
        {
            IActorRef a = world.Actor("a", static (message, me) =>
            {
                if (message is "go")
                {
                    me.After("early", 3);
                    me.After("late", 9);
                }
                else if (message is "cancel")
                {
                    me.Timers.Cancel("early");
                }
            });
            world.Go(a, world.Teller("b", (a, "cancel"), (a, "more")));
        }),
        new("a timer that a message starts before an older one is due", static world =>
        {
            IActorRef a = world.Actor("a", static (message, me) =>
            {
                if (message is "go" or "short")
                {
                    me.After(message is "go" ? "nine" : "three", message is "go" ? 9 : 3);
                }
            });
            world.Go(a, world.Teller("b", (a, "short"), (a, "more")));
        }),
        new("a periodic timer", static world =>
        {
            IActorRef a = world.Actor("a", static (message, me) =>
            {
                if (message is "go")
                {
                    me.Timers.StartPeriodicTimer("tick", "tick", TimeSpan.FromSeconds(1));
                }
                else if (message is "stop")
                {
                    me.Timers.Cancel("tick");
                }
            });
            world.Go(a, world.Teller("b", (a, "x"), (a, "stop")));
        }),
        new("a receive timeout", static world =>
        {
            IActorRef a = world.Actor("a", static (message, me) =>
                me.Here.SetReceiveTimeout(message is ReceiveTimeout ? null : TimeSpan.FromSeconds(1)));
            world.Go(a, world.Teller("b", (a, "x")));
        }),
    ];

    private static IActorRef Chooser(SmallWorld world, string name, int count) =>
        world.Actor(name, (_, _) => world.Choose(name, count));
}
