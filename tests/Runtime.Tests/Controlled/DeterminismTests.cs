namespace PhyrActors.Runtime.Tests;

public sealed class DeterminismTests
{
    [Fact]
    public void Two_runs_of_one_schedule_have_the_same_hash()
    {
        for (ulong seed = 1; seed <= 100; seed++)
        {
            Assert.Equal(RunOnce(seed, () => 3), RunOnce(seed, () => 3));
        }
    }

    [Fact]
    public void Two_runs_of_one_schedule_show_a_program_that_looks_outside_itself()
    {
        int outside = 0;

        ulong first = RunOnce(7, () => ++outside);
        ulong second = RunOnce(7, () => ++outside);

        Assert.NotEqual(first, second);
    }

    private static ulong RunOnce(ulong seed, Func<int> rounds)
    {
        using ControlledSystem system = new("twice", new ControlledSettings { Schedule = new RandomPick(seed) });
        IActorRef server = system.ActorOf(Props.Create(() => new Server(new List<int>())), "server");
        for (int i = 0; i < 3; i++)
        {
            int number = i;
            system.ActorOf(Props.Create(() => new Client(server, number, rounds()))).Tell(new Go());
        }

        system.Run();
        return system.Hash;
    }
}
