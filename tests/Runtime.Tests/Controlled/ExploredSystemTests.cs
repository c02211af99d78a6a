namespace PhyrActors.Runtime.Tests;

public sealed class ExploredSystemTests
{
    [Theory]
    [InlineData(3, 1, 6)]
    [InlineData(2, 2, 6)]
    [InlineData(4, 1, 24)]
    [InlineData(3, 2, 90)]
    public void Random_schedules_reach_every_order_of_the_round_robin_program(int clients, int rounds, int classes)
    {
        HashSet<string> orders = [];

        for (ulong seed = 1; seed <= 3000; seed++)
        {
            orders.Add(RunOnce(seed, clients, rounds).Order);
        }

        Assert.Equal(classes, orders.Count);
    }

    [Fact]
    public void The_same_seed_gives_the_same_run()
    {
        (string order, ulong hash) = RunOnce(7, 4, 3);

        (string orderAgain, ulong hashAgain) = RunOnce(7, 4, 3);

        Assert.Equal((order, hash), (orderAgain, hashAgain));
    }

    private static (string Order, ulong Hash) RunOnce(ulong seed, int clients, int rounds)
    {
        List<int> order = [];
        using ControlledSystem system = new("rr", new ControlledSettings { Schedule = new RandomPick(seed) });
        IActorRef server = system.ActorOf(Props.Create(() => new Server(order)), "server");
        for (int i = 0; i < clients; i++)
        {
            int number = i;
            system.ActorOf(Props.Create(() => new Client(server, number, rounds))).Tell(new Go());
        }

        Assert.Equal(RunEnd.Quiescent, system.Run());
        return (string.Join(',', order), system.Hash);
    }
}
