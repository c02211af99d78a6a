namespace PhyrActors.Exploration.Tests;

public sealed class CommutingCheckTests
{
    private const StringComparison Exact = StringComparison.Ordinal;

    [Fact]
    public void A_reply_that_tells_who_came_first_is_an_error_of_the_declaration()
    {
        DeclarationException error = Refused(static (_, me, _) => me.From.Tell(me.Number++, me.Me));

        Assert.StartsWith("Look and Look are declared commuting at Puppet and are not", error.Message, Exact);
    }

    [Fact]
    public void So_is_a_message_of_both_to_a_third()
    {
        DeclarationException error = Refused(static (_, me, sink) => sink.Tell("seen", me.Me));

        Assert.EndsWith("both send to Puppet", error.Message, Exact);
    }

    [Fact]
    public void So_is_an_event_that_tells_who_came_first()
    {
        DeclarationException error = Refused(static (world, me, _) => world.Publish($"look {me.Number++}"));

        Assert.Contains("event look 1", error.Message, Exact);
    }

    [Fact]
    public void So_is_what_shows_only_in_a_later_message()
    {
        DeclarationException error = Refused(static (_, me, sink) =>
        {
            if (me.Number++ == 0)
            {
                sink.Tell($"first was {me.From.Path.Name}", me.Me);
            }
        });

        Assert.Contains("Look", error.Message, Exact);
    }

    [Fact]
    public void Reduction_checks_its_runs_too()
    {
        DporExplorer explorer = new(
            Program(static (_, me, sink) => sink.Tell("seen", me.Me)), new ExploreOptions());

        Assert.Throws<DeclarationException>(() => explorer.TryRunNext(out _));
    }

    [Fact]
    public void Messages_that_do_commute_pass()
    {
        SmallProgram program = Program(static (_, me, _) => me.From.Tell("same", me.Me));

        RunOutcome outcome = Runs.One(program);

        Assert.Equal(RunEnd.Quiescent, outcome.End);
    }

    private static DeclarationException Refused(Action<SmallWorld, Puppet, IActorRef> onLook) =>
        Assert.Throws<DeclarationException>(() => Runs.One(Program(onLook)));

    /// <summary>Two actors look at a third.</summary>
    private static SmallProgram Program(Action<SmallWorld, Puppet, IActorRef> onLook) => new("looked at", world =>
    {
        IActorRef sink = world.Sink("sink");
        IActorRef seen = world.Actor("seen", (_, me) => onLook(world, me, sink));
        for (int i = 0; i < 2; i++)
        {
            world.Go(world.Actor($"looker{i}", (message, me) =>
            {
                if (message is "go")
                {
                    seen.Tell(new Look(), me.Me);
                }
            }));
        }
    })
    {
        Commuting = new LooksCommute(),
    };

    private sealed record Look;

    private sealed class LooksCommute : ICommuting
    {
        public bool Declares(Type actor) => actor == typeof(Puppet);

        public bool Commute(Type actor, object left, object right) => left is Look && right is Look;
    }
}
