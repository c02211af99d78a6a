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
    public void No_class_is_run_twice_unless_a_choice_changes_a_footprint(string name)
    {
        DporExplorer explorer = Reductions.Complete(SmallPrograms.Named(name));

        Assert.Equal(name == "a choice decides which key is written" ? 2 : 0, explorer.Redundant);
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
            }
        }

        Assert.InRange(compared, 200, 400);
    }
}
