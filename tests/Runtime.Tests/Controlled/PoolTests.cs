namespace PhyrActors.Runtime.Tests;

public sealed class PoolTests
{
    [Fact]
    public void Whatever_ran_before_a_run_on_borrowed_parts_is_like_one_on_new_parts()
    {
        ControlledPool pool = new();
        SplitMix64 random = new(11);
        for (int i = 0; i < 400; i++)
        {
            (int program, ulong seed) = (random.Below(Programs), random.Next());
            long stepsMax = random.Below(4) == 0 ? 1 + random.Below(30) : 10_000;

            string fresh = RunOnce(program, seed, stepsMax, null);
            string borrowed = RunOnce(program, seed, stepsMax, pool);

            Assert.Equal(fresh, borrowed);
        }
    }

    [Fact]
    public void An_actor_of_an_earlier_run_is_not_one_of_the_next()
    {
        ControlledPool pool = new();
        ControlledSystem earlier = Explore(1, pool);
        List<int> order = [];
        IActorRef server = earlier.ActorOf(Props.Create(() => new Server(order)), "server");
        earlier.Dispose();
        using ControlledSystem later = Explore(1, pool);
        later.ActorOf(Props.Create(() => new Server(order)), "server");
        long steps = later.Steps;

        server.Tell(new Request(1));
        later.Run();

        Assert.Equal(steps, later.Steps);
        Assert.Empty(order);
    }

    [Fact]
    public void Parts_serve_one_system_at_a_time()
    {
        ControlledPool pool = new();
        using ControlledSystem system = Explore(1, pool);

        Assert.Throws<InvalidOperationException>(() => Explore(2, pool));
    }

    private const int Programs = 4;

    private static ControlledSystem Explore(ulong seed, ControlledPool? pool) =>
        new("pool", new ControlledSettings { Schedule = new RandomPick(seed), Pool = pool });

    /// <returns>All that a run shows: its steps with their places in clocks, its end, its hash.</returns>
    private static string RunOnce(int program, ulong seed, long stepsMax, ControlledPool? pool)
    {
        List<string> shown = [];
        List<Epoch> published = [];
        StepLog log = new((in StepView step, in Stamp stamp, object @event) =>
        {
            string follows = string.Empty;
            foreach (Epoch earlier in published)
            {
                follows += stamp.Follows(earlier) ? '1' : '0';
            }

            published.Add(stamp.Here);
            shown.Add($"{step.Id:x} {step.Serial} {step.Channel} {stamp.Here} {follows} {@event}");
        });
        using ControlledSystem system = new("pool", new ControlledSettings
        {
            Seed = seed,
            Schedule = new RandomPick(seed),
            Observer = log,
            Pool = pool,
        });
        switch (program)
        {
            case 0:
                StartRoundRobin(system, 2, 3);
                break;
            case 1:
                StartRoundRobin(system, 12, 2);
                break;
            case 2:
                system.ActorOf(Props.Create(() => new Family()), "family").Tell(new Go());
                break;
            default:
                StartRoundRobin(system, 1, 1);
                system.ActorOf(Props.Create(() => new Family()), "family").Tell(new Go());
                break;
        }

        RunEnd end = system.Run(stepsMax);
        shown.AddRange(log.Steps.ConvertAll(step => $"{step.Id:x} {step.Actor} {step.Channel} {step.Held}"));
        shown.Add($"{end} {system.Hash:x} {system.FindCycle()}");
        return string.Join('\n', shown);
    }

    private static void StartRoundRobin(ControlledSystem system, int clients, int rounds)
    {
        IActorRef server = system.ActorOf(Props.Create(() => new Server(new List<int>())), "server");
        for (int i = 0; i < clients; i++)
        {
            int number = i;
            system.ActorOf(Props.Create(() => new Client(server, number, rounds))).Tell(new Go());
        }
    }

    /// <summary>Makes children, watches them, lets one fail and one stop, has a timer and a stash.</summary>
    private sealed class Family : ReceiveActor, IWithTimers, IWithUnboundedStash
    {
        private int _deaths;

        public Family()
        {
            Receive<Go>(_ =>
            {
                for (int i = 0; i < 3; i++)
                {
                    IActorRef child = Context.Watch(Context.ActorOf(Props.Create(() => new Child(Self))));
                    child.Tell(new Request(i));
                    child.Tell(PoisonPill.Instance);
                }

                Timers.StartPeriodicTimer("tick", "tick", TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1));
            });
            Receive<Reply>(reply =>
            {
                if (_deaths == 0)
                {
                    Stash.Stash();
                    return;
                }

                Context.System.EventStream.Publish($"reply {reply.Count}");
            });
            Receive<Terminated>(_ =>
            {
                Context.System.EventStream.Publish($"death {++_deaths}");
                Stash.UnstashAll();
            });
            Receive<string>(tick => Context.System.EventStream.Publish(tick));
        }

        public ITimerScheduler Timers { get; set; } = null!;

        public IStash Stash { get; set; } = null!;
    }

    private sealed class Child : ReceiveActor
    {
        public Child(IActorRef parent) => Receive<Request>(request =>
        {
            parent.Tell(new Reply(request.Client));
            if (request.Client == 1)
            {
                throw new InvalidOperationException("The second child fails.");
            }
        });
    }
}
