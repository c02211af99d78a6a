namespace PhyrActors.Exploration.Tests;

/// <summary>A program given as a delegate.</summary>
internal sealed class DelegateProgram(Func<ControlledSystem, IProgramRun> start) : IProgram
{
    public string Name => "program of a test";

    public IProgramRun Start(ControlledSystem system) => start(system);
}

/// <summary>An actor that is one delegate.</summary>
internal sealed class DelegateActor : ReceiveActor
{
    public DelegateActor(Action<object, IActorContext> handler) => ReceiveAny(message => handler(message, Context));

    public static Props Props(Action<object, IActorContext> handler) =>
        PhyrActors.Runtime.Props.Create(() => new DelegateActor(handler));
}

/// <summary>Always picks the same place among the enabled steps, and the same choice.</summary>
internal sealed class FixedStrategy(bool last, int choice = 0) : IStrategy
{
    public string Name => "fixed";

    public ISchedule Begin(ulong seed, long index) => new FixedSchedule(last, choice);

    private sealed class FixedSchedule(bool last, int choice) : ISchedule
    {
        public int Pick(IEnabledSteps enabled) => last ? enabled.Count - 1 : 0;

        public int Choose(string site, int count) => Math.Min(choice, count - 1);
    }
}
