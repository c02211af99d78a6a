namespace PhyrActors.Exploration.Tests;

/// <summary>One actor opens a thing, another uses it; only when ordered does the opener tell the user that it
/// may.</summary>
public sealed class HandoverProgram(bool ordered) : IProgram
{
    public string Name => ordered ? "handover" : "handover without waiting";

    public IProgramRun Start(ControlledSystem system)
    {
        IActorRef user = system.ActorOf(Props.Create(static () => new User()), "user");
        IActorRef opener = system.ActorOf(Props.Create(() => new Opener(ordered ? user : null)), "opener");
        opener.Tell(new Begin(), ActorRefs.NoSender);
        if (!ordered)
        {
            user.Tell(new Begin(), ActorRefs.NoSender);
        }

        return new ProgramRun([new OpenedBeforeUsed()], []);
    }

    private sealed record Begin;

    private sealed record Opened(int Key);

    private sealed record Used(int Key);

    private sealed class Opener : ReceiveActor
    {
        public Opener(IActorRef? user) => Receive<Begin>(begin =>
        {
            Context.System.EventStream.Publish(new Opened(7));
            user?.Tell(begin);
        });
    }

    private sealed class User : ReceiveActor
    {
        public User() => Receive<Begin>(static _ => Context.System.EventStream.Publish(new Used(7)));
    }

    private sealed class OpenedBeforeUsed : IMonitor
    {
        private readonly HappensBeforeRule<int> _rule = new();

        public string Invariant => "opened-before-used";

        public IReadOnlyList<Type> Listens { get; } = [typeof(Opened), typeof(Used)];

        public void On(object @event, in Stamp stamp, IFindings findings)
        {
            if (@event is Opened opened && _rule.First(opened.Key, stamp) is not null)
            {
                findings.Report(Invariant, $"{@event} after it was used");
            }
            else if (@event is Used used && _rule.Then(used.Key, stamp) is { } missing)
            {
                findings.Report(Invariant, $"{@event}", missing);
            }
        }

        public void AtQuiescence(IFindings findings)
        {
        }
    }
}
