namespace PhyrActors.Exploration.Tests;

public sealed class OrderedFindingTests
{
    /// <summary>The order in which the opener happens to come before the user.</summary>
    private static readonly IStrategy s_lucky = new FixedStrategy(last: false);

    [Fact]
    public void The_trace_shows_the_bad_order_of_a_run_that_had_luck()
    {
        RunOutcome outcome = Runs.One(new HandoverProgram(ordered: false), strategy: s_lucky);

        IEnumerable<string> order = outcome.Trace!.Steps
            .Where(static step => step.Kind == StepKind.Message).Select(static step => step.Actor);

        Assert.Equal(["/user/user", "/user/opener"], order);
    }

    [Fact]
    public void What_is_told_is_what_the_trace_shows_and_the_edge_that_was_missing()
    {
        HandoverProgram program = new(ordered: false);
        RunOutcome outcome = Runs.One(program, strategy: s_lucky);

        ReplayResult result = Replay.Run(program, Runs.Read(Runs.Bytes(outcome.Trace!)));

        Finding shown = Assert.IsType<Reproduced>(result).Finding;
        Assert.Equal(shown with { MissingEdge = "delivery 2 at /user/opener" }, outcome.Findings[0]);
    }

    [Fact]
    public void Reduction_saves_the_bad_order_too()
    {
        DporExplorer explorer = new(new HandoverProgram(ordered: false), new ExploreOptions());
        explorer.TryRunNext(out RunOutcome? outcome);

        RunOutcome traced = explorer.Traced(outcome!);

        Assert.IsType<Reproduced>(Replay.Run(new HandoverProgram(ordered: false), traced.Trace!));
        Assert.Equal("/user/opener", traced.Trace!.Steps[^1].Actor);
    }

    [Fact]
    public void A_bad_order_that_shows_nothing_is_told_as_such_and_the_run_itself_is_saved()
    {
        SmallProgram program = Program();
        RunOutcome outcome = Runs.One(program, strategy: s_lucky);

        ReplayResult result = Replay.Run(program, outcome.Trace!);

        Assert.Equal("b lacks a; the bad order, when run, shows nothing", outcome.Findings[0].Text);
        Assert.Equal("b lacks a", Assert.IsType<Reproduced>(result).Finding.Text);
    }

    [Fact]
    public void A_bad_order_that_shows_another_violation_first_is_told_as_such()
    {
        RunOutcome outcome = Runs.One(Program("other"), strategy: s_lucky);

        Assert.Equal("b lacks a; the bad order shows other instead", outcome.Findings[0].Text);
    }

    /// <summary>Two actors, of which nothing orders one before the other, publish their names.</summary>
    private static SmallProgram Program(string? other = null) => new("two publishers", world =>
    {
        world.Monitors.Add(new BlindMonitor(other));
        world.Go(
            world.Actor("a", (_, _) => world.Publish("a")), world.Actor("b", (_, _) => world.Publish("b")));
    });

    /// <summary>Sees that b lacks a only when a came first, which no such monitor should.</summary>
    private sealed class BlindMonitor(string? other) : IMonitor
    {
        private Epoch? _a;

        public string Invariant => "blind";

        public IReadOnlyList<Type> Listens { get; } = [typeof(string)];

        public void On(object @event, in Stamp stamp, IFindings findings)
        {
            if (@event is "a")
            {
                _a = stamp.Here;
            }
            else if (_a is { } missing)
            {
                findings.Report(Invariant, "b lacks a", missing);
            }
            else if (other is not null)
            {
                findings.Report(other, "b without a");
            }
        }

        public void AtQuiescence(IFindings findings)
        {
        }
    }
}
