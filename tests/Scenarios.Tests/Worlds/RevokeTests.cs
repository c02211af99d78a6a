using PhyrActors.Exploration;
using PhyrActors.Model;

namespace PhyrActors.Scenarios.Tests;

/// <summary>A dma-buf that its exporter takes back while an importer attaches, maps and unmaps it (I-27).</summary>
public sealed class RevokeTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    [Trait("row", "R3")]
    public void A_buffer_that_is_taken_back_is_clean_in_every_order(bool isRevocable)
    {
        BufferProgram program = new(MutationSet.None, isRevocable);
        DporExplorer explorer = new(program, new ExploreOptions { StepsMax = 1000, KeepGoing = true });

        List<Finding> found = explorer.RunToTheEnd();

        Assert.Empty(found);
    }

    /// <summary>Race: only a map that meets the revocation shows it.</summary>
    [Theory]
    [InlineData(Mutation.M15, true, "dma-buf 1 was mapped for function 1 after it was revoked")]
    [InlineData(Mutation.B55, false, "1 revocations of dma-buf 1 wait for an end that nobody will tell")]
    public void A_defect_of_revocation_shows_in_some_order_and_not_in_all(
        Mutation defect, bool isRevocable, string text)
    {
        BufferProgram program = new(MutationSet.Of(defect), isRevocable);
        DporExplorer explorer = new(program, new ExploreOptions { StepsMax = 1000, KeepGoing = true });

        List<Finding> found = explorer.RunToTheEnd();

        Assert.All(found, finding => Assert.Equal(("I-27", text), (finding.Invariant, finding.Text)));
        Assert.InRange(found.Count, 1, (int)explorer.Schedules - 1);
    }

    /// <summary>Data: any run shows it.</summary>
    [Fact]
    public void A_close_that_drains_what_was_drained_waits_for_ever()
    {
        BufferProgram program = new(MutationSet.Of(Mutation.D6));
        Explorer explorer = new(new ExploreOptions { StepsMax = 1000 });

        RunOutcome run = explorer.RunOne(program, new RandomStrategy(), 1, 0, traced: false);

        Assert.Equal("I-27", run.Findings[0].Invariant);
    }
}
