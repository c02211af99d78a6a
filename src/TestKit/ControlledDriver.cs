using PhyrActors.Runtime;
using Xunit.Abstractions;

namespace PhyrActors.Testing;

/// <summary>Runs the system while it waits: no message is quiescence, a timeout is virtual, and neither takes
/// time.</summary>
internal sealed class ControlledDriver : Driver
{
    private const int StepsMax = 10_000_000;
    private static readonly TimeSpan s_askDefault = TimeSpan.FromSeconds(3);

    private readonly ControlledSystem _system;

    // How long the test has waited while the system's time stood still.
    private TimeSpan _waitedAside;

    public ControlledDriver(ControlledSystem system, ITestOutputHelper? output)
        : base(output)
    {
        _system = system;
        _system.Asked = OnAsked;
    }

    /// <summary>Whether the system's time passes only when it is advanced, not when the test waits.</summary>
    public bool StandsStill { get; set; }

    public override TimeSpan Now => SystemTime + _waitedAside;

    public override string Run => $"virtual time {Now}, step {_system.Steps}, seed {TestKit.Seed}";

    private TimeSpan SystemTime => new(_system.TimeNanoseconds / TimeSpan.NanosecondsPerTick);

    public override bool WaitUntil(Func<bool> condition, TimeSpan max)
    {
        TimeSpan end = max < TimeSpan.Zero ? TimeSpan.MaxValue : Now + max;
        if (RunUntil(condition, StandsStill ? SystemTime : end))
        {
            return true;
        }

        if (StandsStill && max > TimeSpan.Zero)
        {
            _waitedAside = end - SystemTime;
        }

        return condition();
    }

    public override void Settle() => WaitUntil(static () => false, TimeSpan.Zero);

    /// <summary>Lets time pass, whether it stands still or not.</summary>
    /// <exception cref="InvalidOperationException">An actor calls.</exception>
    public void Advance(TimeSpan offset)
    {
        if (ActorCell.Current is { } caller)
        {
            throw new InvalidOperationException($"{caller.Self} cannot move the time: only the test can.");
        }

        RunUntil(static () => false, SystemTime + offset);
    }

    /// <summary>Runs until the condition holds, or else up to a moment of the system's time, even if nothing happens
    /// then.</summary>
    private bool RunUntil(Func<bool> condition, TimeSpan end)
    {
        long endNanoseconds = end == TimeSpan.MaxValue ? long.MaxValue : end.Ticks * TimeSpan.NanosecondsPerTick;
        for (int steps = 0; !condition(); steps++)
        {
            if (steps == StepsMax)
            {
                throw new InvalidOperationException($"No end after {StepsMax} steps at {Run}: messages go in circles.");
            }

            if (_system.Run(_system.Steps + 1, endNanoseconds) != RunEnd.StepLimit)
            {
                _system.AdvanceTo(endNanoseconds == long.MaxValue ? 0 : endNanoseconds);
                return false;
            }
        }

        return true;
    }

    /// <summary>Runs until the answer is there, or until it is the test's turn: it has received something.</summary>
    /// <remarks>Then the answer may depend on what the test does next, and only the wall clock can say that it does
    /// nothing.</remarks>
    private void OnAsked(PromiseActorRef promise, TimeSpan? timeout)
    {
        if (ActorCell.Current is not null)
        {
            return;
        }

        long received = ReceivedCount;
        bool ended = WaitUntil(() => promise.IsCompleted || ReceivedCount > received, timeout ?? s_askDefault);
        if (!ended && timeout is not null)
        {
            promise.Expire();
        }
        else if (!promise.IsCompleted && timeout is { } after)
        {
            _ = Task.Delay(after).ContinueWith(_ => promise.Expire(), TaskScheduler.Default);
        }
    }
}
