using PhyrActors.Actors;
using PhyrActors.Exploration;
using PhyrActors.Model;
using static PhyrActors.Actors.AddressSpaceProtocol;

namespace PhyrActors.Scenarios.Tests;

/// <summary>Pins against everything that acts against them: config/pins.conf, and programs of one pin.</summary>
public sealed class PinWorldTests
{
    private const string File = "pins.conf";

    [Theory]
    [InlineData("seed = 1")]
    [InlineData("seed = 2")]
    [InlineData("memory.movable = 0")]
    [InlineData("pin.batch = 16")]
    [InlineData("memory.memlock = 1MiB")]
    [Trait("row", "G10")]
    public void Without_a_defect_every_schedule_comes_to_rest_and_nothing_is_found(string change)
    {
        Scenario scenario = ScenarioFiles.Named(File, change);

        IEnumerable<RunOutcome> runs = WorldRuns.Explore(scenario, 100);

        WorldRuns.AssertSound(runs);
    }

    [Theory]
    [InlineData(Mutation.M26, "I-21")]
    [InlineData(Mutation.M27, "I-18")]
    [InlineData(Mutation.M28, "I-19")]
    [InlineData(Mutation.B46, "I-17")]
    [InlineData(Mutation.T5, "I-21")]
    public void A_defect_is_found_within_300_schedules(Mutation mutation, string invariant)
    {
        RunOutcome? first = WorldRuns.Explore(ScenarioFiles.Named(File), 300, mutation)
            .FirstOrDefault(run => run.Findings.Count > 0);

        Assert.Equal(invariant, first?.Findings[0].Invariant);
    }

    [Fact]
    public void A_fork_that_does_not_wait_for_the_mmap_lock_is_found()
    {
        PinProgram With(params ReadOnlySpan<Mutation> mutations) =>
            new(MutationSet.Of(mutations), FollFlags.Write, new Fork(2)) { ChildExits = true, HoldsSecond = true };

        Assert.Equal("nothing", FirstOfRandom(With()));
        Assert.NotEqual("nothing", FirstOfRandom(With(Mutation.T1)));
    }

    [Fact]
    public void A_mapping_that_is_taken_away_while_a_fork_copies_it_is_found()
    {
        PinProgram With(params ReadOnlySpan<Mutation> mutations) => new(
            MutationSet.Of(mutations),
            FollFlags.Write,
            new OperateAt(PinProgram.First, RmapOperation.Migrate),
            new Fork(2))
        {
            Forks = false,
            IsHasty = true,
        };

        Assert.Equal("nothing", FirstOfRandom(With()));
        Assert.NotEqual("nothing", FirstOfRandom(With(Mutation.T2)));
    }

    [Fact]
    public void Two_operations_on_a_folio_whose_lock_is_dropped_are_found()
    {
        PinProgram With(params ReadOnlySpan<Mutation> mutations) => new(
            MutationSet.Of(mutations),
            FollFlags.Write,
            new Merge(PinProgram.First, PinProgram.Second),
            new OperateAt(PinProgram.First, RmapOperation.Migrate))
        {
            Forks = false,
            IsHasty = true,
        };

        Assert.Equal("nothing", FirstOfRandom(With()));
        Assert.NotEqual("nothing", FirstOfRandom(With(Mutation.T3)));
    }

    [Fact]
    public void An_unmap_that_does_not_wait_for_a_page_on_its_way_is_found()
    {
        PinProgram With(params ReadOnlySpan<Mutation> mutations) => new(
            MutationSet.Of(mutations),
            FollFlags.Write,
            new OperateAt(PinProgram.First, RmapOperation.Migrate),
            new Zap(PinProgram.First, Pfn.FrameSizeBytes, Unmap: true))
        {
            Forks = false,
            IsHasty = true,
        };

        Assert.Equal("nothing", FirstOfRandom(With()));
        Assert.NotEqual("nothing", FirstOfRandom(With(Mutation.T6)));
    }

    [Fact]
    public void A_pin_for_writing_that_forgets_what_it_asked_for_is_found()
    {
        object zap = new Zap(PinProgram.First, Pfn.FrameSizeBytes, Unmap: false);

        Assert.Equal("I-20", FirstOf(mutation => new PinProgram(mutation, FollFlags.Write, zap), Mutation.B37));
    }

    [Fact]
    public void A_page_that_a_pin_for_reading_left_shared_is_parted_from_it_by_the_next_store()
    {
        object store = new Populate(PinProgram.First, Write: true);

        string found = FirstOf(
            mutation => new PinProgram(mutation, FollFlags.Longterm, store, store) { ChildExits = true },
            Mutation.B39);

        Assert.Equal("I-20", found);
    }

    [Fact]
    public void A_pin_for_long_that_takes_what_cannot_be_isolated_for_movable_is_found()
    {
        string found = FirstOf(
            mutation => new PinProgram(mutation, FollFlags.Write | FollFlags.Longterm)
            {
                Forks = false,
                Zone = MemoryZone.Cma,
                IsInLruBatch = true,
            },
            Mutation.B44);

        Assert.Equal("I-18", found);
    }

    [Fact]
    public void A_pin_that_does_not_compare_its_entries_again_is_found_beside_a_swap_out()
    {
        object reclaim = new OperateAt(PinProgram.First, RmapOperation.Reclaim);

        string found = FirstOf(
            mutation => new PinProgram(mutation, FollFlags.Write, reclaim, reclaim) { Forks = false },
            Mutation.M12);

        Assert.Equal("I-22", found);
    }

    [Theory]
    [InlineData(RmapOperation.Migrate)]
    [InlineData(RmapOperation.Reclaim)]
    [InlineData(RmapOperation.Fail)]
    public void A_pin_beside_an_operation_on_its_folio_is_clean_in_every_order(RmapOperation operation)
    {
        PinProgram program = new(MutationSet.None, FollFlags.Write, new OperateAt(PinProgram.First, operation))
        {
            Forks = false,
        };

        Assert.Empty(AllOrders(program));
    }

    [Fact]
    public void A_pin_beside_a_merge_is_clean_in_every_order()
    {
        PinProgram program = new(
            MutationSet.None, FollFlags.Write, new Merge(PinProgram.First, PinProgram.Second))
        {
            Forks = false,
        };

        Assert.Empty(AllOrders(program));
    }

    [Fact]
    public void A_pin_beside_an_unmap_is_clean_in_every_order()
    {
        PinProgram program = new(
            MutationSet.None, FollFlags.Write, new Zap(PinProgram.First, Pfn.FrameSizeBytes, Unmap: true))
        {
            Forks = false,
        };

        Assert.Empty(AllOrders(program));
    }

    /// <summary>The invariant of the first finding, having seen that without the defect there is none.</summary>
    private static string FirstOf(Func<MutationSet, PinProgram> make, Mutation mutation)
    {
        Assert.Empty(AllOrders(make(MutationSet.None)));
        DporExplorer explorer = Explorer(make(MutationSet.Of(mutation)));
        return explorer.FirstFinding(2000)?.Invariant ?? "nothing";
    }

    /// <summary>The invariant of the first finding in 5,000 random schedules.</summary>
    private static string FirstOfRandom(PinProgram program)
    {
        Explorer explorer = new(new ExploreOptions { StepsMax = 5000, PeriodicMax = 1 });
        RandomStrategy random = new();
        for (long schedule = 0; schedule < 5000; schedule++)
        {
            RunOutcome outcome = explorer.RunOne(program, random, 1, schedule, traced: false);
            if (outcome.Findings.Count > 0)
            {
                return outcome.Findings[0].Invariant;
            }
        }

        return "nothing";
    }

    private static IEnumerable<string> AllOrders(PinProgram program) =>
        Explorer(program).RunToTheEnd().Select(finding => finding.Text);

    private static DporExplorer Explorer(PinProgram program) => new(
        program, new ExploreOptions { StepsMax = 5000, PeriodicMax = 1, KeepGoing = true });
}
