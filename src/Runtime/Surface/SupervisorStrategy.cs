namespace PhyrActors.Runtime;

/// <summary>What a parent does about a failed child.</summary>
public enum Directive
{
    Resume,
    Restart,
    Escalate,
    Stop,
}

/// <summary>Maps what a child threw to what is done about it.</summary>
public interface IDecider
{
    Directive Decide(Exception cause);
}

/// <summary>Decides about failed children.</summary>
public abstract class SupervisorStrategy
{
    public static readonly SupervisorStrategy DefaultStrategy = new OneForOneStrategy(Decide);

    public static readonly SupervisorStrategy StoppingStrategy = new OneForOneStrategy(_ => Directive.Stop);

    private readonly Func<Exception, Directive> _decider;

    private protected SupervisorStrategy(int retriesMax, TimeSpan within, Func<Exception, Directive> decider)
    {
        (RetriesMax, Within, _decider) = (retriesMax, within, decider);
    }

    /// <summary>Restarts allowed within <see cref="Within"/>; -1 is no limit.</summary>
    internal int RetriesMax { get; }

    internal TimeSpan Within { get; }

    /// <summary>Whether every child shares the fate of the one that failed.</summary>
    internal abstract bool AllChildren { get; }

    /// <summary>Failed starts, kills and death pacts stop the child; everything else restarts it.</summary>
    public static IDecider DefaultDecider { get; } = new LifeDecider();

    internal Directive Handle(Exception cause) => _decider(cause);

    private static Directive Decide(Exception cause) => cause switch
    {
        ActorInitializationException or ActorKilledException or DeathPactException => Directive.Stop,
        _ => Directive.Restart,
    };

    private sealed class LifeDecider : IDecider
    {
        Directive IDecider.Decide(Exception cause) => Decide(cause);
    }
}

/// <summary>Applies the directive to the failed child only.</summary>
public sealed class OneForOneStrategy : SupervisorStrategy
{
    public OneForOneStrategy(Func<Exception, Directive> localOnlyDecider)
        : base(-1, Timeout.InfiniteTimeSpan, localOnlyDecider)
    {
    }

    public OneForOneStrategy(int maxNrOfRetries, TimeSpan withinTimeRange, Func<Exception, Directive> localOnlyDecider)
        : base(maxNrOfRetries, withinTimeRange, localOnlyDecider)
    {
    }

    internal override bool AllChildren => false;
}

/// <summary>Applies the directive to every child when one fails.</summary>
public sealed class AllForOneStrategy : SupervisorStrategy
{
    public AllForOneStrategy(Func<Exception, Directive> localOnlyDecider)
        : base(-1, Timeout.InfiniteTimeSpan, localOnlyDecider)
    {
    }

    public AllForOneStrategy(int maxNrOfRetries, TimeSpan withinTimeRange, Func<Exception, Directive> localOnlyDecider)
        : base(maxNrOfRetries, withinTimeRange, localOnlyDecider)
    {
    }

    internal override bool AllChildren => true;
}
