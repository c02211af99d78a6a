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

    public ControlledDriver(ControlledSystem system, ITestOutputHelper? output)
        : base(output)
    {
        _system = system;
        _system.Asked = OnAsked;
    }

    public override TimeSpan Now => new(_system.TimeNanoseconds / TimeSpan.NanosecondsPerTick);

    public override string Run => $"virtual time {Now}, step {_system.Steps}, seed {TestKit.Seed}";

    public override bool WaitUntil(Func<bool> condition, TimeSpan max)
    {
        long deadline = max < TimeSpan.Zero
            ? long.MaxValue
            : _system.TimeNanoseconds + (max.Ticks * TimeSpan.NanosecondsPerTick);
        for (int steps = 0; !condition(); steps++)
        {
            if (steps == StepsMax)
            {
                throw new InvalidOperationException($"No end after {StepsMax} steps at {Run}: messages go in circles.");
            }

            if (_system.Run(_system.Steps + 1, deadline) != RunEnd.StepLimit)
            {
                _system.AdvanceTo(max < TimeSpan.Zero ? 0 : deadline);
                return condition();
            }
        }

        return true;
    }

    public override void Settle() => WaitUntil(static () => false, TimeSpan.Zero);

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
