using static PhyrActors.Exploration.ExploreProtocol;

namespace PhyrActors.Exploration.Tests;

/// <summary>Whole explorations on a controlled system.</summary>
internal static class Explorations
{
    public static ExploreJob Job(IProgram program, IStrategy strategy, long schedules, bool keepGoing = false) =>
        new(
            () => program,
            strategy,
            new ExploreOptions { Schedules = schedules, KeepGoing = keepGoing },
            NeverStop.Instance);

    public static Explored Result(ExploreJob job) => Assert.IsType<Explored>(Run(job, 1, seed: 1)[^1]);

    /// <summary>All that the listener is told; the exploration's own messages come in an order that the seed
    /// decides.</summary>
    public static IReadOnlyList<object> Run(ExploreJob job, int workers, ulong seed, int stopAfter = int.MaxValue) =>
        Run(listener => job.Strategy is DporStrategy
            ? Props.Create(() => new Reducer(job, workers, listener))
            : Props.Create(() => new Coordinator(job, workers, listener)), seed, stopAfter);

    /// <summary>A reduction whose tasks are as small as that.</summary>
    public static Explored Reduced(IProgram program, int workers, int taskRunsMax, ulong seed)
    {
        ExploreJob job = Job(program, new DporStrategy(), long.MaxValue, keepGoing: true);
        return Assert.IsType<Explored>(Run(
            listener => Props.Create(() => new Reducer(job, workers, listener, taskRunsMax)), seed, int.MaxValue)[^1]);
    }

    private static List<object> Run(Func<IActorRef, Props> search, ulong seed, int stopAfter)
    {
        List<object> told = [];
        ControlledSettings settings = new() { Schedule = new RandomStrategy().Begin(seed, 0) };
        using ControlledSystem system = new("exploration", settings);
        IActorRef listener = system.ActorOf(DelegateActor.Props((message, context) =>
        {
            told.Add(message);
            if (told.Count == stopAfter)
            {
                context.Sender.Tell(new StopExploring());
            }
        }));
        IActorRef coordinator = system.ActorOf(search(listener));
        coordinator.Tell(new StartExploring(), ActorRefs.NoSender);
        system.Run();
        return told;
    }

    /// <summary>All that is told, in words.</summary>
    public static IEnumerable<string> Texts(IEnumerable<object> told) => told.Select(static message => message switch
    {
        ExploreProgress progress => $"{progress with { Windows = [] }} {string.Join(' ', progress.Windows)}",
        Explored explored => Text(explored),
        RoundEnded ended => $"checkpoint after {ended.Checkpoint.Schedules}",
        _ => $"{message}",
    });

    public static string Text(Explored explored) => string.Join(
        ' ',
        [
            $"{explored with { Windows = [], Trace = null, Orders = OrderReport.Empty }}",
            .. explored.Windows.Select(static window => $"{window}"),
            .. explored.Orders.Mailboxes.Select(static mailbox => $"{mailbox}"),
            .. explored.Orders.Actors.Select(static actor =>
                $"{actor.Actor} {string.Join(',', actor.Messages)} {actor.Both} {actor.Never} "
                + string.Join(',', actor.OneWay)),
            $"{explored.Trace?.Strategy} {explored.Trace?.ScheduleIndex} {explored.Trace?.FinalHash}",
        ]);
}
