using PhyrActors.Runtime;

namespace PhyrActors.Testing;

/// <summary>Answers for a test or probe whenever a message arrives, before the test looks at it.</summary>
public abstract class AutoPilot
{
    /// <summary>Does nothing, and goes on doing so.</summary>
    public static NoAutoPilot NoAutoPilot => NoAutoPilot.Instance;

    /// <summary>Returned by <see cref="Run"/>, keeps the pilot that returned it.</summary>
    public static KeepRunning KeepRunning => KeepRunning.Instance;

    /// <returns>Who is the pilot for the next message.</returns>
    public abstract AutoPilot Run(IActorRef sender, object message);
}

/// <summary>Does nothing.</summary>
public sealed class NoAutoPilot : AutoPilot
{
    public static readonly NoAutoPilot Instance = new();

    private NoAutoPilot()
    {
    }

    public override AutoPilot Run(IActorRef sender, object message) => this;
}

/// <summary>Keeps the present pilot; never one itself.</summary>
public sealed class KeepRunning : AutoPilot
{
    public static readonly KeepRunning Instance = new();

    private KeepRunning()
    {
    }

    /// <exception cref="InvalidOperationException">Always.</exception>
    public override AutoPilot Run(IActorRef sender, object message) =>
        throw new InvalidOperationException("KeepRunning keeps a pilot and is none.");
}

/// <summary>A pilot's reaction to a message; returns the pilot for the next.</summary>
public delegate AutoPilot AutoPilotDelegate(IActorRef sender, object message);

/// <summary>A pilot made of a function.</summary>
public sealed class DelegateAutoPilot(AutoPilotDelegate autoPilotDelegate) : AutoPilot
{
    public override AutoPilot Run(IActorRef sender, object message) => autoPilotDelegate(sender, message);
}
