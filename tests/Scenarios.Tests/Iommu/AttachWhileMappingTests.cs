using PhyrActors.Exploration;
using PhyrActors.Model;

namespace PhyrActors.Scenarios.Tests;

/// <summary>Devices come and go while others map.</summary>
public sealed class AttachWhileMappingTests
{
    [Fact]
    public void Whatever_the_order_everything_ends_and_nothing_is_found()
    {
        IEnumerable<RunOutcome> runs = Runs(3000);

        WorldRuns.AssertSound(runs);
    }

    [Fact]
    public void An_unmap_that_skips_its_invalidation_is_found_here_too()
    {
        Finding first = Runs(100, Mutation.M1).SelectMany(run => run.Findings).First();

        Assert.Equal("I-4", first.Invariant);
    }

    private static IEnumerable<RunOutcome> Runs(int schedules, params Mutation[] mutations)
    {
        AttachProgram program = new(MutationSet.Of(mutations));
        Explorer explorer = new(new ExploreOptions { StepsMax = 10_000, PeriodicMax = 1 });
        RandomStrategy random = new();
        for (long index = 0; index < schedules; index++)
        {
            yield return explorer.RunOne(program, random, 1, index, traced: false);
        }
    }
}
