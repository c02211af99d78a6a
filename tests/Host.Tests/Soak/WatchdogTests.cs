namespace PhyrActors.Host.Tests;

public class WatchdogTests
{
    [Fact]
    public void A_count_that_stands_still_for_too_long_is_a_stall()
    {
        ManualTime time = new();
        StallClock clock = new(time);
        clock.HasStood(5, TimeSpan.FromSeconds(60));

        time.Seconds = 59;
        bool isEarly = clock.HasStood(5, TimeSpan.FromSeconds(60));
        time.Seconds = 60;
        bool isDue = clock.HasStood(5, TimeSpan.FromSeconds(60));

        Assert.Equal((false, true), (isEarly, isDue));
    }

    [Fact]
    public void A_count_that_moves_is_none()
    {
        ManualTime time = new();
        StallClock clock = new(time);
        clock.HasStood(5, TimeSpan.FromSeconds(60));

        time.Seconds = 100;
        bool hasStood = clock.HasStood(6, TimeSpan.FromSeconds(60));

        Assert.False(hasStood);
    }

    [Fact]
    public async Task A_worker_that_is_stuck_is_replaced_and_the_others_end()
    {
        List<int> started = [];
        Crew crew = new(2, place =>
        {
            started.Add(place);
            return new Worker(isStuck: place == 1 && started.Count <= 2);
        });

        bool isWaiting = await crew.WaitAsync(TimeSpan.FromMilliseconds(1));
        crew.ReplaceStalled(TimeSpan.FromSeconds(60));
        bool isStillWaiting = await crew.WaitAsync(TimeSpan.FromSeconds(10));

        Assert.Equal((true, false), (isWaiting, isStillWaiting));
        Assert.Equal([0, 1, 1], started);
    }

    private sealed class Worker(bool isStuck) : ISoakWorker
    {
        private readonly TaskCompletionSource _never = new();

        public Task RunAsync() => isStuck ? _never.Task : Task.CompletedTask;

        public string? Stalled(TimeSpan after) => isStuck ? "stuck" : null;
    }

    private sealed class ManualTime : TimeProvider
    {
        public int Seconds { get; set; }

        public override long TimestampFrequency => 1;

        public override long GetTimestamp() => Seconds;
    }
}
