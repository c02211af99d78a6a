namespace PhyrActors.Exploration.Tests;

public sealed class RuleTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_pair_that_nothing_orders_is_found_in_either_order(bool last)
    {
        HandoverProgram program = new(ordered: false);

        RunOutcome outcome = Runs.One(program, strategy: new FixedStrategy(last));

        Assert.Equal("opened-before-used", Assert.Single(outcome.Findings).Invariant);
    }

    [Fact]
    public void The_missing_edge_is_named()
    {
        HandoverProgram program = new(ordered: false);

        RunOutcome outcome = Runs.One(program, strategy: new FixedStrategy(last: false));

        Assert.Equal("delivery 2 at /user/opener", outcome.Findings[0].MissingEdge);
    }

    [Fact]
    public void A_pair_that_a_message_orders_passes()
    {
        HandoverProgram program = new(ordered: true);

        RunOutcome outcome = Runs.One(program);

        Assert.Empty(outcome.Findings);
    }

    [Fact]
    public void An_a_that_comes_after_its_b_is_a_violation_even_when_ordered()
    {
        HappensBeforeRule<int> rule = new();
        rule.Then(7, new Stamp(new Epoch(1, 1), [0, 1], 0));

        Epoch? found = rule.First(7, new Stamp(new Epoch(1, 2), [0, 2], 0));

        Assert.Equal(new Epoch(1, 1), found);
    }

    [Fact]
    public void Every_a_counts_not_only_the_latest()
    {
        HappensBeforeRule<int> rule = new();
        rule.First(7, new Stamp(new Epoch(1, 1), [0, 1, 0, 0], 0));
        rule.First(7, new Stamp(new Epoch(2, 1), [0, 0, 1, 0], 0));

        Epoch? missing = rule.Then(7, new Stamp(new Epoch(3, 1), [0, 0, 1, 1], 0));

        Assert.Equal(new Epoch(1, 1), missing);
    }

    [Fact]
    public void Another_key_does_not_count()
    {
        HappensBeforeRule<int> rule = new();
        rule.First(7, new Stamp(new Epoch(1, 1), [0, 1, 0], 0));

        Epoch? missing = rule.Then(8, new Stamp(new Epoch(2, 1), [0, 0, 1], 0));

        Assert.Null(missing);
    }

    [Fact]
    public void A_forgotten_key_begins_anew()
    {
        HappensBeforeRule<int> rule = new();
        rule.Then(7, new Stamp(new Epoch(1, 1), [0, 1], 0));
        rule.Forget(7);

        Epoch? found = rule.First(7, new Stamp(new Epoch(1, 2), [0, 2], 0));

        Assert.Null(found);
    }

    [Fact]
    public void What_is_taken_away_before_it_was_added_balances()
    {
        BalanceRule<string> rule = new();

        rule.Add("pin", -1);
        rule.Add("pin", 1);

        Assert.Empty(rule.Unbalanced());
    }

    [Fact]
    public void What_is_left_over_is_told_oldest_first()
    {
        BalanceRule<string> rule = new();
        rule.Add("c", 1);
        rule.Add("gone", 1);
        rule.Add("a", 2);
        rule.Add("gone", -1);
        rule.Add("b", -3);

        Assert.Equal([("c", 1L), ("a", 2L), ("b", -3L)], rule.Unbalanced());
    }
}
