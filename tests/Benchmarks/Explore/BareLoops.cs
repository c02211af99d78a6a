namespace PhyrActors.Benchmarks;

/// <summary>Bare loops of RR(4,10), alone and two at once: what the machine gives to two threads.</summary>
internal static class BareLoops
{
    private const int Clients = 4;
    private const int Rounds = 10;

    public static long RunOne(int times)
    {
        long deliveries = 0;
        for (int i = 0; i < times; i++)
        {
            deliveries += new BareLoop(Clients, Rounds, (ulong)i).Run();
        }

        return deliveries;
    }

    public static long RunTwo(int times)
    {
        long other = 0;
        Thread thread = new(() => other = RunOne(times));
        thread.Start();
        long mine = RunOne(times);
        thread.Join();
        return mine + other;
    }
}
