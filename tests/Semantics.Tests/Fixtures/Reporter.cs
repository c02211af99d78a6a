namespace PhyrActors.Semantics.Tests;

/// <summary>Makes the reporter throw.</summary>
internal sealed record Throw(Exception Cause);

/// <summary>Asks a parent to make a child.</summary>
internal sealed record MakeChild(Props Props, string Name);

/// <summary>Asks a parent to stop its child of that name.</summary>
internal sealed record StopChild(string Name);

/// <summary>Asks a parent for its child of that name.</summary>
internal sealed record FindChild(string Name);

/// <summary>Tells a probe of every step of its life, and answers what it does not know with the message
/// itself.</summary>
internal sealed class Reporter : ReceiveActor
{
    private readonly IActorRef _probe;

    public Reporter(IActorRef probe)
    {
        _probe = probe;
        _probe.Tell("constructor");
        Receive<Throw>(Fail);
        ReceiveAny(message => _probe.Tell(message));
    }

    protected override void PreStart()
    {
        _probe.Tell("PreStart");
        base.PreStart();
    }

    protected override void PostStop()
    {
        _probe.Tell("PostStop");
        base.PostStop();
    }

    protected override void PreRestart(Exception reason, object? message)
    {
        _probe.Tell("PreRestart " + message?.GetType().Name);
        base.PreRestart(reason, message);
    }

    protected override void PostRestart(Exception reason)
    {
        _probe.Tell("PostRestart");
        base.PostRestart(reason);
    }

    private static void Fail(Throw message) => throw message.Cause;
}

/// <summary>Makes children and decides their fate by a function.</summary>
internal sealed class Parent : ReceiveActor
{
    private readonly SupervisorStrategy _strategy;

    public Parent(SupervisorStrategy strategy)
    {
        _strategy = strategy;
        Receive<MakeChild>(make => Sender.Tell(Context.ActorOf(make.Props, make.Name)));
        Receive<FindChild>(find => Sender.Tell(Context.Child(find.Name)));
        Receive<StopChild>(stop => Context.Stop(Context.Child(stop.Name)));
        Receive<Throw>(Fail);
        Receive<string>(_ => Sender.Tell(string.Join(",", Context.GetChildren().Select(child => child.Path.Name))));
    }

    protected override SupervisorStrategy SupervisorStrategy() => _strategy;

    private static void Fail(Throw message) => throw message.Cause;
}
