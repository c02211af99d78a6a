using static PhyrActors.Exploration.ExploreProtocol;

namespace PhyrActors.Benchmarks;

/// <summary>A whole exploration with its coordinator and workers on a parallel system.</summary>
internal static class Workers
{
    private const int SchedulesEach = 64;

    /// <returns>Deliveries.</returns>
    public static long Run(Func<IProgram> program, int times, int workers)
    {
        TaskCompletionSource<long> end = new(TaskCreationOptions.RunContinuationsAsynchronously);
        ParallelSettings settings = new() { Failed = (_, cause) => end.TrySetException(cause) };
        using ParallelSystem system = new("benchmark", settings);
        ExploreOptions options = new() { Schedules = (long)times * SchedulesEach };
        ExploreJob job = new(program, new PosStrategy(), options, NeverStop.Instance);
        IActorRef listener = system.ActorOf(Props.Create(() => new Listener(end)), "listener");
        IActorRef coordinator = system.ActorOf(
            Props.Create(() => new Coordinator(job, workers, listener)), "coordinator");
        coordinator.Tell(new StartExploring());
        return end.Task.GetAwaiter().GetResult();
    }

    private sealed class Listener : ReceiveActor
    {
        public Listener(TaskCompletionSource<long> end)
        {
            Receive<ExploreProgress>(static _ => { });
            Receive<Explored>(explored => end.TrySetResult(explored.Deliveries));
            Receive<ExploreFailed>(failed => end.TrySetException(new InvalidOperationException(failed.Text)));
        }
    }
}
