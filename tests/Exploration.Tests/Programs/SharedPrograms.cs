namespace PhyrActors.Exploration.Tests;

/// <summary>Small programs with commuting messages and with monitors that share state.</summary>
internal static class SharedPrograms
{
    public static IReadOnlyList<SmallProgram> All { get; } =
    [
        new("a register that is read by two and written by one", static world =>
        {
            IActorRef register = world.Sink("register");
            world.Go(
                world.Teller("a", (register, new Read())),
                world.Teller("b", (register, new Read())),
                world.Teller("c", (register, new Write())));
        })
        {
            Commuting = new ReadsCommute(),
        },
        new("reads and writes of two each", static world =>
        {
            IActorRef register = world.Sink("register");
            world.Go(
                world.Teller("a", (register, new Read()), (register, new Write())),
                world.Teller("b", (register, new Read()), (register, new Read())));
        })
        {
            Commuting = new ReadsCommute(),
        },
        new("two writers of one key", static world => Publishers(world, (1, true), (1, true))),
        new("a writer and two readers of one key", static world =>
            Publishers(world, (1, true), (1, false), (1, false))),
        new("writers of two keys", static world => Publishers(world, (1, true), (2, true), (1, true))),
        new("a mailbox and a key between the same three", static world =>
        {
            world.Monitors.Add(new KeyMonitor());
            IActorRef sink = world.Actor("sink", (_, _) => world.Publish(new Visit(1, false)));
            world.Go(
                world.Teller("a", (sink, "a")),
                world.Actor("b", (_, me) =>
                {
                    world.Publish(new Visit(1, true));
                    sink.Tell("b", me.Me);
                }),
                world.Actor("c", (_, _) => world.Publish(new Visit(1, true))));
        }),
        new("a choice decides which key is written", static world =>
        {
            world.Monitors.Add(new KeyMonitor());
            world.Go(
                world.Actor("a", (_, _) => world.Publish(new Visit((ulong)world.Choose("key", 2), true))),
                world.Actor("b", (_, _) => world.Publish(new Visit(1, true))),
                world.Actor("c", (_, _) => world.Publish(new Visit(0, false))));
        }),
        new("a key is written on the way to a mailbox", static world =>
        {
            world.Monitors.Add(new KeyMonitor());
            IActorRef sink = world.Sink("sink");
            for (int i = 0; i < 2; i++)
            {
                world.Go(world.Actor($"a{i}", (message, me) =>
                {
                    if (message is "go")
                    {
                        me.Me.Tell("on", me.Me);
                        world.Publish(new Visit(1, true));
                    }
                    else
                    {
                        sink.Tell(message, me.Me);
                    }
                }));
            }
        }),
    ];

    private static void Publishers(SmallWorld world, params (ulong Key, bool Writes)[] visits)
    {
        world.Monitors.Add(new KeyMonitor());
        for (int i = 0; i < visits.Length; i++)
        {
            (ulong key, bool writes) = visits[i];
            world.Go(world.Actor($"p{i}", (_, _) => world.Publish(new Visit(key, writes))));
        }
    }

    private sealed record Read;

    private sealed record Write;

    private sealed class ReadsCommute : ICommuting
    {
        public bool Declares(Type actor) => actor == typeof(Puppet);

        public bool Commute(Type actor, object left, object right) => left is Read && right is Read;
    }
}
