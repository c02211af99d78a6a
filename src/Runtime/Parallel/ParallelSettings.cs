using PhyrActors.Seams;

namespace PhyrActors.Runtime;

/// <summary>How a parallel system runs.</summary>
public sealed record ParallelSettings
{
    /// <summary>Seeds every actor's generator, together with its path.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>How much faster than the wall clock the system's time runs; more than 0.</summary>
    public double Speedup { get; init; } = 1;

    /// <summary>User messages that an actor handles before others get their turn; at least 1.</summary>
    public int Throughput { get; init; } = 30;

    /// <summary>The probability that a choice at a site is not the plain one; without it every choice is
    /// plain.</summary>
    public Func<string, double>? Probability { get; init; }

    /// <summary>A choice was made that a probability decides; called on the thread of whoever chose, by many at
    /// once.</summary>
    public Action<string, int>? Chosen { get; init; }

    public IEventSink? Events { get; init; }

    /// <summary>Keep clocks, and show each step with its own.</summary>
    public IStepSink? Steps { get; init; }

    /// <summary>An actor threw; called on its thread, before its supervisor is told.</summary>
    public Action<IActorRef, Exception>? Failed { get; init; }
}
