namespace PhyrActors.Runtime.Tests;

public sealed class LostWakeUpTests
{
    [Fact]
    public async Task No_message_of_200_000_short_bursts_is_left_lying()
    {
        const int Bursts = 200_000;
        using ParallelSystem system = new("bursts");
        Counter counter = new();
        IActorRef actor = system.ActorOf(Props.Create(() => new Counting(counter)));

        // The second message comes about when the actor has handled the first and goes to rest; nothing after it would
        // hide that it lies there.
        int sent = 0;
        for (int burst = 1; burst <= Bursts; burst++)
        {
            actor.Tell(new Go());
            Thread.SpinWait(burst % 64);
            actor.Tell(new Go());
            sent += 2;
            SpinWait wait = default;
            long start = Environment.TickCount64;
            while (counter.Value != sent && Environment.TickCount64 - start < 30_000)
            {
                wait.SpinOnce(sleep1Threshold: -1);
            }

            Assert.Equal(sent, counter.Value);
        }

        await system.WhenIdle();
        Assert.Equal(sent, counter.Value);
    }

    [Fact]
    public async Task Two_actors_that_wake_each_other_never_both_sleep()
    {
        using ParallelSystem system = new("ping-pong");
        TaskCompletionSource done = new(TaskCreationOptions.RunContinuationsAsynchronously);
        IActorRef pong = system.ActorOf(Props.Create(() => new Returning(0, null)));
        IActorRef ping = system.ActorOf(Props.Create(() => new Returning(100_000, done)));

        ping.Tell(new Go(), pong);

        await done.Task.WaitAsync(TimeSpan.FromSeconds(60));
        Assert.True(done.Task.IsCompletedSuccessfully);
    }

    [Fact]
    public async Task Idleness_is_never_reported_while_a_message_of_ours_waits()
    {
        using ParallelSystem system = new("idle");
        Counter counter = new();
        IActorRef last = system.ActorOf(Props.Create(() => new Counting(counter)));
        IActorRef middle = system.ActorOf(Props.Create(() => new Relay(last)));
        IActorRef first = system.ActorOf(Props.Create(() => new Relay(middle)));

        for (int round = 1; round <= 5_000; round++)
        {
            first.Tell(new Go());
            await system.WhenIdle();
            Assert.Equal(round, counter.Value);
        }
    }

    private sealed class Counter
    {
        private int _value;

        public int Value
        {
            get => Volatile.Read(ref _value);
            set => Volatile.Write(ref _value, value);
        }
    }

    private sealed class Counting : ReceiveActor
    {
        public Counting(Counter counter) => Receive<Go>(_ => counter.Value++);
    }

    private sealed class Relay : ReceiveActor
    {
        public Relay(IActorRef to) => Receive<Go>(to.Tell);
    }

    private sealed class Returning : ReceiveActor
    {
        public Returning(int rounds, TaskCompletionSource? done) => Receive<Go>(go =>
        {
            if (rounds-- != 1)
            {
                Sender.Tell(go);
            }
            else
            {
                done!.SetResult();
            }
        });
    }
}
