namespace PhyrActors.Exploration.Tests;

public sealed class CompletenessTests
{
    public static TheoryData<string> Names => new(SmallPrograms.All.Select(static program => program.Name));

    [Theory]
    [MemberData(nameof(Names))]
    public void As_many_classes_are_explored_as_trying_every_order_gives(string name)
    {
        SmallProgram program = SmallPrograms.Named(name);

        IReadOnlyCollection<string> all = BruteForce.ClassesOf(program);
        DporExplorer explorer = Reductions.Complete(program);

        Assert.Equal(all.Count, explorer.Classes.Count);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void No_class_is_run_twice_and_no_run_is_given_up_unless_a_choice_changes_a_footprint(string name)
    {
        DporExplorer explorer = Reductions.Complete(SmallPrograms.Named(name));

        int given = name == "a choice decides which key is written" ? 3 : 0;
        Assert.Equal((0, given), (explorer.Redundant, explorer.Blocked));
    }

    [Fact]
    public void Races_are_judged_again_with_what_is_new_in_each_run()
    {
        SmallProgram program = RandomProgram.Of(2144, footprints: false);

        DporExplorer explorer = Reductions.Complete(program);

        Assert.Equal((47, 0, 0), (explorer.Classes.Count, explorer.Redundant, explorer.Blocked));
        Assert.Equal(47, BruteForce.ClassesOf(program).Count);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void A_bound_on_faults_leaves_the_classes_that_keep_to_it(int faultsMax)
    {
        for (ulong seed = 0; seed < 100; seed++)
        {
            SmallProgram program = RandomProgram.Of(seed, footprints: false);
            if (!Reductions.Begun(program, runsMax: 40).IsComplete)
            {
                continue;
            }

            int all = BruteForce.ClassesOf(program).Count(spelled => FaultsIn(spelled) <= faultsMax);

            DporExplorer explorer = Reductions.Complete(
                program, new ExploreOptions { KeepGoing = true, FaultsMax = faultsMax });

            Assert.Equal((seed, all, 0, 0), (seed, explorer.Classes.Count, explorer.Redundant, explorer.Blocked));
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Programs_made_up_at_random_have_as_many_classes_as_trying_every_order_gives(bool footprints)
    {
        int compared = 0;
        for (ulong seed = 0; seed < 400; seed++)
        {
            SmallProgram program = RandomProgram.Of(seed, footprints);
            DporExplorer explorer = Reductions.Begun(program, runsMax: 40);
            if (explorer.IsComplete)
            {
                int all = BruteForce.ClassesOf(program).Count;
                compared++;

                Assert.Equal((seed, all, 0), (seed, explorer.Classes.Count, explorer.Redundant));
                Assert.True(footprints || explorer.Blocked == 0);
            }
        }

        Assert.InRange(compared, 200, 400);
    }

    /// <summary>Choices other than plain, as the twin spells them: <c>!1</c>.</summary>
    private static int FaultsIn(string spelled) => spelled.Split('!').Skip(1).Count(chosen => chosen[0] != '0');
}
