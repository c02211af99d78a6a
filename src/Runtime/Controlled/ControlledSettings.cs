using PhyrActors.Seams;

namespace PhyrActors.Runtime;

/// <summary>How a controlled system runs: give either <see cref="Costs"/> (simulate) or <see cref="Schedule"/>
/// (explore).</summary>
public sealed record ControlledSettings
{
    public ulong Seed { get; init; } = 1;

    /// <summary>Simulate in time order by this table.</summary>
    public ICostTable? Costs { get; init; }

    /// <summary>Explore: this decides every order and choice.</summary>
    public ISchedule? Schedule { get; init; }

    /// <summary>Keep happens-before clocks.</summary>
    public bool Clocks { get; init; } = true;

    /// <summary>Explored: how often a periodic timer fires at most.</summary>
    public int PeriodicMax { get; init; } = 4;

    public IStepObserver? Observer { get; init; }

    /// <summary>Where the system borrows its parts; without it, it makes them.</summary>
    public ControlledPool? Pool { get; init; }

    /// <summary>Explored: the messages that may come in either order without a difference.</summary>
    public ICommuting? Commuting { get; init; }
}

/// <summary>Why a run ended.</summary>
public enum RunEnd
{
    /// <summary>Nothing is left to deliver.</summary>
    Quiescent,

    /// <summary>The step limit was reached: no verdict on progress.</summary>
    StepLimit,

    /// <summary>The virtual-time limit was reached.</summary>
    TimeLimit,

    /// <summary>Somebody asked for the end.</summary>
    Stopped,

    /// <summary>The schedule had no next step among those enabled.</summary>
    ScheduleEnded,
}
