using PhyrActors.Exploration;
using PhyrActors.Model;

namespace PhyrActors.Scenarios.Tests;

public sealed class OracleListTests
{
    [Theory]
    [InlineData(
        InvariantKind.Local,
        "I-6 I-22 I-9 I-10 I-11 I-37 I-5 I-32 I-33 I-35 dma-debug I-40 I-19 I-21 I-42 I-29 I-23 I-25")]
    [InlineData(InvariantKind.Final, "I-34 I-16 I-41 I-42 I-31 I-27")]
    [InlineData(
        InvariantKind.Ordered, "reach I-24 I-1 I-2 I-3 I-4 I-8 I-12 I-13 I-20 I-38 I-1 I-40 I-17 I-14 I-15 I-26 I-36")]
    [InlineData(
        InvariantKind.Local | InvariantKind.Final,
        "I-6 I-22 I-9 I-10 I-11 I-37 I-5 I-32 I-33 I-35 dma-debug I-40 I-19 I-21 I-42 I-29 I-23 I-25 I-34 I-16 I-41 "
        + "I-42 I-31 I-27")]
    [InlineData(InvariantKind.None, "")]
    public void Only_the_kinds_asked_for_are_in_the_list(InvariantKind kinds, string expected)
    {
        IReadOnlyList<IOracle> oracles = OracleList.Of(kinds, []);

        Assert.Equal(expected, string.Join(' ', oracles.Select(oracle => oracle.Invariant)));
        Assert.All(oracles, oracle => Assert.True(kinds.HasFlag(oracle.Kind)));
    }

    [Fact]
    public void Oracles_see_what_actors_of_a_controlled_run_publish()
    {
        MonitorSet monitors = new();
        monitors.Attach(OracleList.Of(InvariantKind.Ordered, [new Phyr(default, 1UL << 40)]));
        using ControlledSystem system = new(
            "oracles", new ControlledSettings { Schedule = new First(), Observer = monitors });
        IActorRef publisher = system.ActorOf(Props.Create(() => new Publisher()));
        Mapping mapping = new(new History([]));

        PinnedRun run = new(new Pfn(0x200), 8, new FrameBlock(new Pfn(0x200), 3));
        publisher.Tell(new FramesPinned(7, new[] { run }));
        publisher.Tell(new RangePinned(7, default, mapping.Range));
        publisher.Tell(new EntriesWritten(
            Mapping.Domain, mapping.Iova, mapping.LengthBytes, 7, mapping.Range, 0, mapping.Chunks));
        publisher.Tell(new IovaFreed(Mapping.Domain, mapping.Iova, mapping.LengthBytes));
        system.Run();

        Assert.Equal("I-4", Assert.Single(monitors.Findings).Invariant);
    }

    private sealed class Publisher : ReceiveActor
    {
        public Publisher() => ReceiveAny(message => Context.System.EventStream.Publish(message));
    }

    private sealed class First : ISchedule
    {
        public int Pick(IEnabledSteps enabled) => 0;

        public int Choose(string site, int count) => 0;
    }
}
