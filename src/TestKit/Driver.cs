using PhyrActors.Runtime;
using Xunit.Abstractions;

namespace PhyrActors.Testing;

/// <summary>How a test waits: by running a controlled system, or by letting a parallel one run.</summary>
internal abstract class Driver(ITestOutputHelper? output)
{
    private readonly List<Inbox> _inboxes = [];

    public ITestOutputHelper? Output { get; } = output;

    public int InboxCount => _inboxes.Count;

    /// <summary>Time since the system's start.</summary>
    public abstract TimeSpan Now { get; }

    /// <summary>What a failed test should say of the run it saw.</summary>
    public abstract string Run { get; }

    /// <summary>How many messages tests and probes have received, over all.</summary>
    public long ReceivedCount => _inboxes.Sum(static inbox => inbox.ReceivedCount);

    public static Driver For(ActorSystem system, ITestOutputHelper? output) => system is ControlledSystem controlled
        ? new ControlledDriver(controlled, output)
        : new WallClockDriver((ParallelSystem)system, output);

    public Inbox AddInbox()
    {
        Inbox inbox = new();
        _inboxes.Add(inbox);
        return inbox;
    }

    /// <summary>Waits until the condition holds; false when <paramref name="max"/> passed first.</summary>
    public abstract bool WaitUntil(Func<bool> condition, TimeSpan max);

    /// <summary>Lets everything happen that is due now, where that is the test's to say.</summary>
    public abstract void Settle();

    /// <summary>Lets everything happen that is due now, or waits until it has.</summary>
    public virtual void SettleAll() => Settle();
}

/// <summary>Waits while others run.</summary>
internal sealed class WallClockDriver(ParallelSystem system, ITestOutputHelper? output) : Driver(output)
{
    private static readonly TimeSpan s_idleMax = TimeSpan.FromSeconds(3);

    private readonly long _startedAt = TimeProvider.System.GetTimestamp();

    public override TimeSpan Now => TimeProvider.System.GetElapsedTime(_startedAt);

    public override string Run => $"{Now} of wall-clock time";

    public override bool WaitUntil(Func<bool> condition, TimeSpan max) =>
        SpinWait.SpinUntil(condition, max < TimeSpan.Zero ? Timeout.InfiniteTimeSpan : max);

    public override void Settle()
    {
    }

    public override void SettleAll() => system.WhenIdle().Wait(s_idleMax);
}
