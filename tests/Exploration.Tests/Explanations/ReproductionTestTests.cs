namespace PhyrActors.Exploration.Tests;

public sealed class ReproductionTestTests
{
    /// <summary>Trace_of_Overtaking.cs is compiled into these tests and run with them.</summary>
    [Fact]
    public void The_test_that_is_written_is_the_one_that_runs_beside_this_one()
    {
        RequestReplyProgram program = new(2, 2, RequestReplyVariant.Overtake);
        Trace trace = Shrinker.Run(program, Runs.FirstFinding(program).Trace!, new ShrinkOptions()).Best;

        string text = ReproductionTest.Of(
            trace with { Provenance = Provenance.None with { Mutations = ["Overtaking"] } },
            "a shrunk trace",
            "new RequestReplyProgram(2, 2, OvertakingIn(provenance))",
            defectsDecide: true,
            "PhyrActors.Exploration.Tests",
            "static PhyrActors.Exploration.Tests.ReproducedPrograms");

        Assert.Equal(File.ReadAllText(Beside()), text);
    }

    private static string Beside()
    {
        DirectoryInfo folder = new(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "PhyrActors.sln")))
        {
            folder = folder.Parent!;
        }

        return Path.Combine(folder.FullName, "tests", "Exploration.Tests", "Explanations", "Trace_of_Overtaking.cs");
    }
}

/// <summary>The program of the written test.</summary>
internal static class ReproducedPrograms
{
    public static RequestReplyVariant OvertakingIn(Provenance provenance) =>
        provenance.Mutations.Count > 0 ? RequestReplyVariant.Overtake : RequestReplyVariant.Plain;
}
