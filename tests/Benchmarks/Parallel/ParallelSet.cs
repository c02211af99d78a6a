namespace PhyrActors.Benchmarks;

/// <summary>The parallel system beside a bare queue on the thread pool and beside a loop over a channel.</summary>
internal static class ParallelSet
{
    public static IEnumerable<IReportLine> Lines()
    {
        foreach (Match match in Matches())
        {
            foreach (MatchResult result in MatchRunner.Run(match))
            {
                yield return result;
            }
        }

        foreach (IdleActors idle in IdleActors.Measure())
        {
            yield return idle;
        }
    }

    private static IEnumerable<Match> Matches()
    {
        yield return Of("ping-pong-1x1", new PingPong(Pairs: 1, Window: 1), overChannel: 1.5);
        yield return Of("ping-pong-1x100", new PingPong(Pairs: 1, Window: 100), overChannel: 1.0);
        yield return Of("ping-pong-2x1", new PingPong(Pairs: 2, Window: 1), overChannel: 1.5);
        yield return Of("ping-pong-2x100", new PingPong(Pairs: 2, Window: 100), overChannel: 1.0);

        FanIn fanIn = new(Producers: 4, Batch: 100);
        yield return Of("fan-in-4x1", fanIn.RunActors, fanIn.RunQueues, fanIn.RunChannels, overChannel: 1.0);

        yield return new Match(
            "ask", "round trips/s", 1e6, AskLoad.RunActors, [new Rival("channel", 0, AskLoad.RunChannels)]);
    }

    private static Match Of(string name, PingPong load, double overChannel) =>
        Of(name, load.RunActors, load.RunQueues, load.RunChannels, overChannel);

    private static Match Of(
        string name, Func<int, long> actors, Func<int, long> queues, Func<int, long> channels, double overChannel) =>
        new(
            name,
            "messages/s",
            null,
            actors,
            [new Rival("queue", 0.6, queues), new Rival("channel", overChannel, channels)]);
}
