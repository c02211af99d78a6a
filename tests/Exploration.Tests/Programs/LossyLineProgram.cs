namespace PhyrActors.Exploration.Tests;

/// <summary>Packets cross a line that may drop each of them: a choice, and a rule on the final state.</summary>
public sealed class LossyLineProgram(int packets, bool tick = false) : IProgram
{
    public string Name => $"lossy line, {packets} packets";

    public IProgramRun Start(ControlledSystem system)
    {
        IActorRef line = system.ActorOf(Props.Create(() => new Line(tick)), "line");
        for (int number = 0; number < packets; number++)
        {
            line.Tell(new Packet(number), ActorRefs.NoSender);
        }

        return new ProgramRun([new EverythingArrives()], []);
    }

    private sealed record Packet(int Number);

    private sealed record Sent(int Number);

    private sealed record Arrived(int Number);

    private sealed class Line : ReceiveActor, IWithTimers
    {
        public Line(bool tick)
        {
            if (tick)
            {
                Timers.StartPeriodicTimer("tick", "tick", TimeSpan.FromSeconds(1));
            }

            Receive<Packet>(OnPacket);
            Receive<string>(static _ => { });
        }

        public ITimerScheduler Timers { get; set; } = null!;

        private static void OnPacket(Packet packet)
        {
            Context.System.EventStream.Publish(new Sent(packet.Number));
            if (Context.System.Choices.Choose("line.drop", 3) != 2)
            {
                Context.System.EventStream.Publish(new Arrived(packet.Number));
            }
        }
    }

    private sealed class EverythingArrives : IMonitor
    {
        private readonly BalanceRule<int> _rule = new();

        public string Invariant => "everything-arrives";

        public IReadOnlyList<Type> Listens { get; } = [typeof(Sent), typeof(Arrived)];

        public void On(object @event, in Stamp stamp, IFindings findings) =>
            _rule.Add(@event is Sent sent ? sent.Number : ((Arrived)@event).Number, @event is Sent ? 1 : -1);

        public void AtQuiescence(IFindings findings)
        {
            foreach ((int number, long _) in _rule.Unbalanced())
            {
                findings.Report(Invariant, $"packet {number} is lost");
            }
        }
    }
}
