using PhyrActors.Actors;
using PhyrActors.Exploration;
using PhyrActors.Model;

namespace PhyrActors.Scenarios.Tests;

/// <summary>Files that are cut while processes map and unmap them.</summary>
public sealed class FileTokenTests
{
    private static readonly (int To, object Message)[] s_cutAndUnmapped =
        [(-1, FileProgram.Punch), (0, FileProgram.Munmap)];

    [Fact]
    [Trait("row", "G10")]
    public void A_file_that_is_cut_while_processes_unmap_it_is_clean_in_every_order_tried() =>
        Assert.Null(First(processes: 3, s_cutAndUnmapped));

    [Fact]
    public void Mappings_that_go_while_they_are_walked_let_the_walk_pass_one_over()
    {
        Finding? found = First(processes: 3, s_cutAndUnmapped, Mutation.T4);

        Assert.Contains("still mapped", found?.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_walk_that_takes_the_mmap_lock_and_an_unmap_are_named_as_two_that_wait_for_each_other()
    {
        Finding? found = First(processes: 1, s_cutAndUnmapped, Mutation.L1);

        Assert.Equal("I-42", found?.Invariant);
        Assert.Matches(@"waits for mmap_lock of process 0, held by munmap of page 262144", found!.Text);
        Assert.Matches(@"waits for i_mmap of file 1, held by file walk \d+", found.Text);
        Assert.EndsWith("they wait for each other", found.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_page_on_its_way_to_other_frames_is_not_cut_away_from_under_the_move() =>
        Assert.Null(First(
            processes: 1, [(0, new AddressSpaceProtocol.MigrateAt(FileProgram.Start)), (-1, FileProgram.Cut)]));

    private static Finding? First(
        int processes, (int To, object Message)[] messages, params ReadOnlySpan<Mutation> mutations)
    {
        FileProgram program = new(MutationSet.Of(mutations), processes, messages);
        Explorer explorer = new(new ExploreOptions { StepsMax = 5000, PeriodicMax = 1 });
        RandomStrategy random = new();
        for (long schedule = 0; schedule < 2000; schedule++)
        {
            RunOutcome outcome = explorer.RunOne(program, random, 1, schedule, traced: false);
            if (outcome.Findings.Count > 0)
            {
                return outcome.Findings[0];
            }
        }

        return null;
    }
}
