using System.Text.Json;

namespace PhyrActors.Benchmarks;

/// <summary>What an actor occupies that has started and waits: its object, reference, cell, mailbox, name, and places
/// in its parent and in the system; the Props are shared.</summary>
/// <param name="Name">What kind of actor.</param>
/// <param name="Bytes">Per actor, of the heap after a full collection.</param>
/// <param name="BaselineBytes">An object with an empty concurrent queue of structs.</param>
/// <param name="Goal">The most bytes.</param>
internal sealed record IdleActors(string Name, double Bytes, double BaselineBytes, double Goal) : IReportLine
{
    private const int Parents = 100;
    private const int ChildrenEach = 1000;

    private const int DelegateBytes = 64;

    private bool Met => Bytes <= Goal;

    public static IEnumerable<IdleActors> Measure()
    {
        double baseline = BytesOf(() =>
        {
            QueueParty[] parties = new QueueParty[Parents * ChildrenEach];
            for (int i = 0; i < parties.Length; i++)
            {
                parties[i] = new QueueParty(new ReturningRole(0, 0, null!));
            }

            return parties;
        });
        yield return new IdleActors("idle-untyped-actor", BytesOf(Untyped), baseline, 400);
        yield return new IdleActors(
            "idle-receive-actor-of-one", BytesOf(Receiving) - DelegateBytes, baseline, 400);
    }

    public override string ToString() =>
        $"{Name,-24} {Bytes:F0} bytes, a queue alone {BaselineBytes:F0}  ratio {Bytes / BaselineBytes:F2}, "
        + $"goal {Goal:F0}: " + (Met ? "met" : "missed");

    public string ToJson() => JsonSerializer.Serialize(new
    {
        name = Name,
        value = Math.Round(Bytes),
        unit = "bytes",
        baseline = Math.Round(BaselineBytes),
        ratio = Math.Round(Bytes / BaselineBytes, 3),
        goal = Goal,
        met = Met,
    });

    private static ParallelSystem Untyped() => Fill(Props.Create(() => new UntypedIdler()));

    /// <summary>Its handler's delegate does not count.</summary>
    private static ParallelSystem Receiving() => Fill(Props.Create(() => new ReceivingIdler()));

    private static ParallelSystem Fill(Props idler)
    {
        ParallelSystem system = new("idle");
        Props parent = Props.Create(() => new Parent(idler));
        for (int i = 0; i < Parents; i++)
        {
            system.ActorOf(parent);
        }

        system.WhenIdle().Wait();
        return system;
    }

    private static double BytesOf(Func<object> make)
    {
        long before = GC.GetTotalMemory(forceFullCollection: true);
        object made = make();
        long after = GC.GetTotalMemory(forceFullCollection: true);

        // Its end must not fall into the next measurement.
        (made as ParallelSystem)?.Terminate().Wait();
        return (double)(after - before) / (Parents * ChildrenEach);
    }

    private sealed class Parent : UntypedActor
    {
        public Parent(Props child)
        {
            for (int i = 0; i < ChildrenEach; i++)
            {
                Context.ActorOf(child);
            }
        }

        protected override void OnReceive(object message) => Unhandled(message);
    }

    private sealed class UntypedIdler : UntypedActor
    {
        protected override void OnReceive(object message) => Unhandled(message);
    }

    private sealed class ReceivingIdler : ReceiveActor
    {
        public ReceivingIdler() => Receive<Ball>(OnBall);

        private void OnBall(Ball ball) => Sender.Tell(ball);
    }
}
