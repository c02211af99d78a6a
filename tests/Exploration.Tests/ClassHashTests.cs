namespace PhyrActors.Exploration.Tests;

public sealed class ClassHashTests
{
    [Fact]
    public void Steps_at_different_actors_may_change_places()
    {
        ulong first = HashOf(Step(1, 10), Step(2, 20));
        ulong second = HashOf(Step(2, 20), Step(1, 10));

        Assert.Equal(first, second);
    }

    [Fact]
    public void Steps_at_one_actor_may_not_change_places()
    {
        ulong first = HashOf(Step(1, 10), Step(1, 20));
        ulong second = HashOf(Step(1, 20), Step(1, 10));

        Assert.NotEqual(first, second);
    }

    [Fact]
    public void The_slot_that_an_actor_got_does_not_matter()
    {
        ulong first = HashOf(Step(1, 10), Step(2, 20));
        ulong second = HashOf(Step(1, 10) with { Actor = 2 }, Step(2, 20) with { Actor = 9 });

        Assert.Equal(first, second);
    }

    [Fact]
    public void A_slot_that_serves_a_second_actor_keeps_what_the_first_did()
    {
        ulong shared = HashOf(Step(1, 10), Step(2, 20) with { Actor = 1 });
        ulong apart = HashOf(Step(1, 10), Step(2, 20));

        Assert.Equal(apart, shared);
    }

    [Fact]
    public void Choices_count_and_so_does_their_order()
    {
        ulong[] hashes = [Chosen(), Chosen(0), Chosen(1), Chosen(0, 1), Chosen(1, 0)];

        Assert.Equal(5, hashes.Distinct().Count());
    }

    private static StepView Step(int actor, ulong id) =>
        new(
            id,
            StepKind.Message,
            actor,
            (ulong)actor + 100,
            0,
            "receiver",
            typeof(string),
            "message",
            actor,
            0,
            0,
            Hold.None,
            0);

    private static ulong HashOf(params StepView[] steps)
    {
        ClassHash hash = new();
        foreach (StepView step in steps)
        {
            hash.OnStep(step);
        }

        return hash.Value;
    }

    private static ulong Chosen(params int[] choices)
    {
        ClassHash hash = new();
        hash.OnStep(Step(1, 10));
        foreach (int choice in choices)
        {
            hash.OnChoice(choice);
        }

        return hash.Value;
    }
}
