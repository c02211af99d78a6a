namespace PhyrActors.Runtime.Tests;

public sealed class WallClockTests
{
    [Fact]
    public async Task Timers_of_an_actor_fire_in_the_order_of_their_deadlines()
    {
        using ParallelSystem system = new("timers", new ParallelSettings { Speedup = 1000 });
        List<string> fired = [];
        system.ActorOf(Props.Create(() => new Timed(fired)));

        await system.WhenQuiescent();

        Assert.Equal(["soon", "later", "last"], fired);
    }

    [Fact]
    public async Task A_periodic_timer_fires_until_it_is_cancelled()
    {
        using ParallelSystem system = new("periodic", new ParallelSettings { Speedup = 1000 });
        List<string> fired = [];
        system.ActorOf(Props.Create(() => new Periodic(fired)));

        await system.WhenQuiescent();

        Assert.Equal(["tick", "tick", "tick"], fired);
    }

    [Fact]
    public async Task Cancelled_timers_in_great_number_neither_fire_nor_stay()
    {
        using ParallelSystem system = new("cancelled", new ParallelSettings { Speedup = 1000 });
        List<string> fired = [];
        system.ActorOf(Props.Create(() => new Restarting(fired, 10_000)));

        await system.WhenQuiescent();

        Assert.Equal(["9999"], fired);
    }

    [Fact]
    public void Time_runs_faster_by_the_factor_given()
    {
        using ParallelSystem plain = new("plain");
        using ParallelSystem fast = new("fast", new ParallelSettings { Speedup = 1_000_000 });

        TimeSpan before = fast.Scheduler.MonotonicClock;
        SpinWait.SpinUntil(() => plain.Scheduler.MonotonicClock > TimeSpan.FromMilliseconds(2));
        TimeSpan passed = fast.Scheduler.MonotonicClock - before;

        Assert.True(passed > TimeSpan.FromSeconds(1), $"only {passed} passed");
    }

    private sealed class Timed : ReceiveActor, IWithTimers
    {
        public Timed(List<string> fired)
        {
            Receive<string>(fired.Add);

            // A whole second on the wall, so that a thread that loses its core here changes nothing.
            Timers.StartSingleTimer(3, "last", TimeSpan.FromSeconds(1000));
            Timers.StartSingleTimer(1, "soon", TimeSpan.FromSeconds(1));
            Timers.StartSingleTimer(2, "later", TimeSpan.FromSeconds(2));
        }

        public ITimerScheduler Timers { get; set; } = null!;
    }

    private sealed class Periodic : ReceiveActor, IWithTimers
    {
        public Periodic(List<string> fired)
        {
            Receive<string>(tick =>
            {
                fired.Add(tick);
                if (fired.Count == 3)
                {
                    Timers.Cancel("key");
                }
            });
            Timers.StartPeriodicTimer("key", "tick", TimeSpan.FromSeconds(1));
        }

        public ITimerScheduler Timers { get; set; } = null!;
    }

    private sealed class Restarting : ReceiveActor, IWithTimers
    {
        public Restarting(List<string> fired, int starts)
        {
            Receive<string>(fired.Add);
            for (int i = 0; i < starts; i++)
            {
                Timers.StartSingleTimer("key", i.ToString(), TimeSpan.FromSeconds(5));
            }
        }

        public ITimerScheduler Timers { get; set; } = null!;
    }
}
