using PhyrActors.Exploration;
using static PhyrActors.Scenarios.YardstickProtocol;

namespace PhyrActors.Scenarios;

/// <summary>The casts of the toy programs. Each begins with one <see cref="Go"/> to every actor that starts
/// something.</summary>
internal static class YardstickWorld
{
    public static void Build(ActorSystem system, YardstickSettings settings)
    {
        Stage stage = new(system);
        switch (settings.Kind)
        {
            case YardstickKind.RequestReply:
                BuildRequestReply(stage, settings);
                break;
            case YardstickKind.Burst:
                BuildBurst(stage);
                break;
            case YardstickKind.TwoServers:
                BuildTwoServers(stage);
                break;
            case YardstickKind.Spawn:
                IActorRef sink = stage.Sink("sink");
                Go(stage.Add("parent", () => new SpawningParent(sink)));
                break;
            case YardstickKind.TimeoutRetry:
                IActorRef server = stage.Add("server", static () => new ValueServer());
                Go(stage.Add("client1", () => new RetryingClient(server, 1)));
                Go(stage.Add("client2", () => new RetryingClient(server, 2)));
                break;
            case YardstickKind.FifoTrap:
                IActorRef q = stage.Sink("q");
                Go(stage.Teller("s", (q, "m0"), (q, "m2")));
                Go(stage.Teller("t", (q, "m1")));
                break;
            case YardstickKind.StopTrap:
                BuildStopTrap(stage);
                break;
            case YardstickKind.TimerTrap:
                BuildTimerTrap(stage);
                break;
            case YardstickKind.BatchTrap:
                IActorRef domain = stage.Add("domain", static () => new BatchingDomain());
                Go(stage.Teller("r0", (domain, "sync")));
                Go(stage.Teller("r1", (domain, "sync")));
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(settings), settings.Kind, "no toy program");
        }
    }

    /// <summary>What must not happen; only RR(C, R) has it.</summary>
    public static IReadOnlyList<IMonitor> Monitors(YardstickSettings settings)
    {
        if (settings.Kind != YardstickKind.RequestReply)
        {
            return [];
        }

        (int clients, int rounds) = (settings.Clients, settings.Rounds);
        return
        [
            settings.Variant switch
            {
                RequestReplyVariant.Race => new LostUpdate(),
                RequestReplyVariant.Depth => new ReverseLastRequests(clients, rounds),
                RequestReplyVariant.Overtake => new Overtaking(clients, rounds),
                RequestReplyVariant.Window => new LateSecondRequest(clients, rounds),
                _ => new RequestCount(clients, rounds),
            },
        ];
    }

    private static void BuildRequestReply(Stage stage, YardstickSettings settings)
    {
        IActorRef server = stage.Add("server", static () => new ValueServer());
        int rounds = settings.Rounds;
        for (int number = 1; number <= settings.Clients; number++)
        {
            (string name, int client) = ($"client{number}", number);
            Go(settings.Variant == RequestReplyVariant.Race
                ? stage.Add(name, () => new RacingClient(server, client, rounds))
                : stage.Add(name, () => new AskingClient(server, client, rounds)));
        }
    }

    private static void BuildBurst(Stage stage)
    {
        IActorRef receiver = stage.Sink("receiver");
        for (int i = 0; i < 3; i++)
        {
            Go(stage.Teller($"sender{i}", (receiver, "first"), (receiver, "second")));
        }
    }

    private static void BuildTwoServers(Stage stage)
    {
        IActorRef[] servers =
        [
            stage.Add("server0", static () => new ValueServer()),
            stage.Add("server1", static () => new ValueServer()),
        ];
        for (int number = 1; number <= 2; number++)
        {
            int client = number;
            Go(stage.Add($"client{number}", () => new BroadcastClient(servers, client)));
        }
    }

    private static void BuildStopTrap(Stage stage)
    {
        IActorRef q = stage.Sink("q");
        IActorRef t = stage.Teller("t", (q, "u2"));
        Go(stage.Add("p", () => new Stopper(q, t)));
        Go(stage.Teller("r", (q, "u1")));
    }

    private static void BuildTimerTrap(Stage stage)
    {
        IActorRef a = stage.Add("a", static () => new TimerOwner(TimeSpan.FromSeconds(3), null));
        stage.Add("b", () => new TimerOwner(TimeSpan.FromSeconds(7), a));
        IActorRef c = stage.Add("c", () => new TimerOwner(TimeSpan.FromSeconds(9), a));
        Go(a);
        Go(c);
    }

    private static void Go(IActorRef actor) => actor.Tell(new Go(), ActorRefs.NoSender);

    private readonly struct Stage(ActorSystem system)
    {
        public IActorRef Add<TActor>(string name, Func<TActor> make)
            where TActor : ActorBase => system.ActorOf(Props.Create(make), name);

        public IActorRef Sink(string name) => Teller(name);

        public IActorRef Teller(string name, params (IActorRef To, string Text)[] tells) =>
            Add(name, () => new Teller(tells));
    }
}
