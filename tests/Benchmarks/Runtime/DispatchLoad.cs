namespace PhyrActors.Benchmarks;

/// <summary>Finding the handler of a message, by a ReceiveActor's table and by a type switch.</summary>
internal static class DispatchLoad
{
    /// <summary>A ReceiveActor may cost so much more than the switch.</summary>
    private const double ExcessMaxNanoseconds = 8;

    /// <param name="classes">How many classes of messages there are: 2, 10 or 40.</param>
    /// <param name="run">How many of one class come in a row.</param>
    public static Benchmark Over(int classes, int run) => new(
        $"dispatch-{classes}-run-{run}",
        "dispatches/s",
        Subject: Work(classes, run, () => new ListingActor(classes)),
        Baseline: Work(classes, run, Switching(classes)))
    {
        ExcessMaxNanoseconds = ExcessMaxNanoseconds,
    };

    private static Func<ActorBase> Switching(int classes) => classes switch
    {
        2 => () => new SwitchingActors.Switching2(),
        10 => () => new SwitchingActors.Switching10(),
        _ => () => new SwitchingActors.Switching40(),
    };

    private static Func<int, long> Work(int classes, int run, Func<ActorBase> factory)
    {
        ActorBase actor = null!;
        using ControlledSystem system = new("dispatch", new ControlledSettings { Schedule = new FirstPick() });
        system.ActorOf(Props.Create(() => actor = factory()));
        IDispatcher dispatcher = (IDispatcher)actor;
        object[] messages = DispatchMessages.Random(classes, run);
        return times =>
        {
            for (int i = 0; i < times; i++)
            {
                foreach (object message in messages)
                {
                    dispatcher.Dispatch(message);
                }
            }

            return dispatcher.Sum == 0 ? 0 : (long)times * messages.Length;
        };
    }

    private sealed class FirstPick : ISchedule
    {
        public int Pick(IEnabledSteps enabled) => 0;

        public int Choose(string site, int count) => 0;
    }
}
