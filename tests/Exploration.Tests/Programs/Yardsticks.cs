namespace PhyrActors.Exploration.Tests;

/// <summary>Programs of a handful of deliveries whose numbers of classes are known.</summary>
internal static class Yardsticks
{
    /// <summary>Three senders send two messages each, without waiting, to one receiver.</summary>
    public static SmallProgram Burst { get; } = new("burst", world =>
    {
        IActorRef receiver = world.Sink("receiver");
        for (int i = 0; i < 3; i++)
        {
            world.Go(world.Teller($"sender{i}", (receiver, "first"), (receiver, "second")));
        }
    });

    /// <summary>Two clients ask both servers at once; both answer.</summary>
    public static SmallProgram TwoServers { get; } = new("two servers", world =>
    {
        IActorRef[] servers = [Echo(world, "server0"), Echo(world, "server1")];
        for (int i = 0; i < 2; i++)
        {
            world.Go(world.Actor($"client{i}", (message, me) =>
            {
                if (message is "go")
                {
                    servers[0].Tell("ask", me.Me);
                    servers[1].Tell("ask", me.Me);
                }
            }));
        }
    });

    /// <summary>A parent creates two children; each tells parent and sink; the parent tells the sink for
    /// each.</summary>
    public static SmallProgram Spawn { get; } = new("spawn", world =>
    {
        IActorRef sink = world.Sink("sink");
        world.Go(world.Actor("parent", (message, me) =>
        {
            if (message is not "go")
            {
                sink.Tell("from parent", me.Me);
                return;
            }

            for (int i = 0; i < 2; i++)
            {
                me.Here.ActorOf(Puppet.Props((_, child) =>
                {
                    child.Here.Parent.Tell("done", child.Me);
                    sink.Tell("from child", child.Me);
                })).Tell("work", me.Me);
            }
        }));
    });

    /// <summary>Two clients start a timeout with their request and retry once if it fires before the reply.</summary>
    public static SmallProgram TimeoutAndRetry { get; } = new("timeout and retry", world =>
    {
        IActorRef server = Echo(world, "server");
        for (int i = 0; i < 2; i++)
        {
            world.Go(world.Actor($"client{i}", (message, me) =>
            {
                switch (message)
                {
                    case "go":
                        server.Tell("ask", me.Me);
                        me.After("timeout", 1);
                        break;
                    case "timeout":
                        server.Tell("ask again", me.Me);
                        break;
                    default:
                        me.Timers.Cancel("timeout");
                        break;
                }
            }));
        }
    });

    /// <summary>s sends two messages to q, t one: the two keep their order.</summary>
    public static SmallProgram FifoTrap { get; } = new("fifo trap", world =>
    {
        IActorRef q = world.Sink("q");
        world.Go(world.Teller("s", (q, "m0"), (q, "m2")), world.Teller("t", (q, "m1")));
    });

    /// <summary>P stops Q and then has T tell Q: what T tells never comes before the stop.</summary>
    public static SmallProgram StopTrap { get; } = new("stop trap", world =>
    {
        IActorRef q = world.Sink("q");
        IActorRef t = world.Teller("t", (q, "u2"));
        IActorRef p = world.Actor("p", (_, me) =>
        {
            world.Stop(q);
            t.Tell("tell", me.Me);
        });
        world.Go(p, world.Teller("r", (q, "u1")));
    });

    /// <summary>B has a timer at 7, C one at 9 that tells A, and A starts one of 3: each actor has its own
    /// time.</summary>
    public static SmallProgram TimerTrap { get; } = new("timer trap", world =>
    {
        IActorRef a = world.Actor("a", (message, me) => StartOn(message, me, 3));
        IActorRef b = world.Actor("b", (message, me) => TellAfter(message, me, 7, a, "b's"));
        IActorRef c = world.Actor("c", (message, me) => TellAfter(message, me, 9, a, "k"));
        world.Go(a, c);
    });

    /// <summary>Two requesters; the domain closes its batch by a message to itself.</summary>
    public static SmallProgram BatchTrap { get; } = new("batch trap", world =>
    {
        IActorRef domain = world.Actor("domain", (message, me) =>
        {
            if (message is "close")
            {
                me.Number = 0;
            }
            else if (me.Number++ == 0)
            {
                me.Me.Tell("close", me.Me);
            }
        });
        world.Go(world.Teller("r0", (domain, "sync")), world.Teller("r1", (domain, "sync")));
    });

    private static IActorRef Echo(SmallWorld world, string name) =>
        world.Actor(name, static (_, me) => me.From.Tell("reply", me.Me));

    private static void StartOn(object message, Puppet me, int seconds)
    {
        if (message is "go")
        {
            me.After("timer", seconds);
        }
    }

    private static void TellAfter(object message, Puppet me, int seconds, IActorRef to, string what)
    {
        StartOn(message, me, seconds);
        if (message is "timer")
        {
            to.Tell(what, me.Me);
        }
    }
}
