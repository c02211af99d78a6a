namespace PhyrActors.Benchmarks;

/// <summary>A parallel system of a few actors under short bursts from a few threads, which wait again and again until
/// all that they sent is handled, so that the next burst meets the actors as they come to rest.</summary>
internal sealed class BurstRound(ulong seed)
{
    private const int ActorsMax = 16;
    private const int ProducersMax = 4;
    private const int BurstsPerProducer = 5_000;

    private static readonly int[] s_throughputs = [1, 2, 30];

    private readonly Account[] _accounts = [.. Enumerable.Range(0, ProducersMax).Select(_ => new Account())];

    public long Bursts => _accounts.Sum(account => account.Bursts);

    /// <summary>Messages sent by producers, and by actors because of them.</summary>
    public long Sent => _accounts.Sum(account => account.Sent);

    public long Handled => _accounts.Sum(account => account.Handled);

    /// <summary>Returns when the system says that it is idle and has ended.</summary>
    public void Run()
    {
        SplitMix64 random = new(seed);
        int producers = 1 + random.Below(ProducersMax);
        int throughput = s_throughputs[random.Below(s_throughputs.Length)];
        using ParallelSystem system = new("burst", new ParallelSettings { Throughput = throughput });
        IActorRef[] actors = new IActorRef[1 + random.Below(ActorsMax)];
        for (int i = 0; i < actors.Length; i++)
        {
            actors[i] = system.ActorOf(Props.Create(() => new HoppingActor(actors)));
        }

        ulong producerSeed = random.Next();
        Thread[] threads = [.. Enumerable.Range(0, producers).Select(
            number => new Thread(() => Produce(
                actors, _accounts[number], new SplitMix64(SplitMix64.Mix(producerSeed, (ulong)number))))
            {
                IsBackground = true,
            })];
        Array.ForEach(threads, thread => thread.Start());
        Array.ForEach(threads, thread => thread.Join());

        system.WhenIdle().Wait();
        system.Terminate().Wait();
    }

    private static void Produce(IActorRef[] actors, Account account, SplitMix64 random)
    {
        for (int burst = 0; burst < BurstsPerProducer; burst++)
        {
            account.Bursts++;
            for (int left = 1 + random.Below(4); left > 0; left--)
            {
                int hops = random.Below(3);
                account.Sent += 1 + hops;
                actors[random.Below(actors.Length)].Tell(new Hop(account, hops), ActorRefs.NoSender);
            }

            Pause(ref random, account);
        }

        WaitForAll(account);
    }

    /// <summary>Mostly until the actors are about to rest, with a jitter; sometimes shorter.</summary>
    private static void Pause(ref SplitMix64 random, Account account)
    {
        switch (random.Below(8))
        {
            case 0:
                break;
            case 1:
                Thread.Yield();
                break;
            case 2:
                Thread.SpinWait(random.Below(64));
                break;
            default:
                WaitForAll(account);
                Thread.SpinWait(random.Below(32));
                break;
        }
    }

    private static void WaitForAll(Account account)
    {
        SpinWait wait = default;
        while (account.Handled != account.Sent)
        {
            wait.SpinOnce(sleep1Threshold: -1);
        }
    }

    /// <summary>What one producer sent, and what was handled of that.</summary>
    private sealed class Account
    {
        private long _handled;

        public long Bursts { get; set; }

        public long Sent { get; set; }

        public long Handled => Interlocked.Read(ref _handled);

        public void AddHandled() => Interlocked.Increment(ref _handled);
    }

    /// <summary>A message that goes on to so many other actors.</summary>
    private sealed record Hop(Account Account, int Left);

    private sealed class HoppingActor : ReceiveActor
    {
        private int _next;

        public HoppingActor(IActorRef[] others) => Receive<Hop>(hop =>
        {
            if (hop.Left > 0)
            {
                _next = (_next + 1) % others.Length;
                others[_next].Tell(hop with { Left = hop.Left - 1 });
            }

            hop.Account.AddHandled();
        });
    }
}
