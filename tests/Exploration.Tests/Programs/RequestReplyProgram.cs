namespace PhyrActors.Exploration.Tests;

/// <summary>What goes wrong in RR(C, R).</summary>
public enum RequestReplyVariant
{
    /// <summary>Nothing: the server counts at most C * R requests.</summary>
    Plain,

    /// <summary>An update is lost.</summary>
    Race,

    /// <summary>The clients' last requests arrive in exactly reverse order of the clients.</summary>
    Depth,

    /// <summary>The first client finishes all rounds before the last client's first request.</summary>
    Overtake,

    /// <summary>The last client's last request comes before the first client's second.</summary>
    Window,
}

/// <summary>RR(C, R): C clients each ask one server R times.</summary>
public sealed class RequestReplyProgram(int clients, int rounds, RequestReplyVariant variant) : IProgram
{
    public string Name => $"RR({clients},{rounds}) {variant}";

    public IProgramRun Start(ControlledSystem system)
    {
        IActorRef server = system.ActorOf(Props.Create(static () => new ValueServer()), "server");
        for (int number = 1; number <= clients; number++)
        {
            int mine = number;
            Props props = variant == RequestReplyVariant.Race
                ? Props.Create(() => new RacingClient(server, mine, rounds))
                : Props.Create(() => new AskingClient(server, mine, rounds));
            system.ActorOf(props, $"client{number}").Tell(new RequestReplyProtocol.Go(), ActorRefs.NoSender);
        }

        Sometimes lastBeforeFirst = new("last client served before the first");
        return new ProgramRun([NewMonitor(lastBeforeFirst)], [lastBeforeFirst]);
    }

    private IMonitor NewMonitor(Sometimes lastBeforeFirst) => variant switch
    {
        RequestReplyVariant.Race => new LostUpdate(),
        RequestReplyVariant.Depth => new ReverseLastRequests(clients, rounds),
        RequestReplyVariant.Overtake => new Overtaking(clients, rounds),
        RequestReplyVariant.Window => new LateSecondRequest(clients, rounds),
        _ => new RequestCount(clients, rounds, lastBeforeFirst),
    };
}

/// <summary>A run that is just its lists.</summary>
public sealed record ProgramRun(IReadOnlyList<IMonitor> Monitors, IReadOnlyList<Sometimes> Windows) : IProgramRun;
