using PhyrActors.Exploration;
using PhyrActors.Model;

namespace PhyrActors.Scenarios.Tests;

public sealed class KernelReportTests
{
    [Theory]
    [InlineData(Mutation.M1)]
    [InlineData(Mutation.M9)]
    [InlineData(Mutation.M10)]
    [InlineData(Mutation.M21)]
    public void A_report_is_plain_text_of_72_columns_with_the_place_of_each_step(Mutation mutation)
    {
        (Explanation why, string text) = ReportOf(mutation);

        Assert.All(text.Split('\n'), static line => Assert.InRange(line.Length, 0, 72));
        Assert.All(text, static c => Assert.True(c == '\n' || (c >= ' ' && c <= '~')));
        Assert.Contains(why.Finding.Invariant + " is violated", text, StringComparison.Ordinal);
        Assert.Contains("drivers/infiniband/core/umem.c:ib_umem_get (Pin)", text, StringComparison.Ordinal);
        Assert.Contains($"Defects put in: {mutation}.", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_column_has_a_heading()
    {
        string text = ReportOf(Mutation.M9).Text;

        string headings = text.Split('\n').First(static line => line.StartsWith("CPU 0", StringComparison.Ordinal));
        Assert.EndsWith(" device", headings, StringComparison.Ordinal);
    }

    [Fact]
    public void What_the_environment_does_is_done_by_a_task_on_a_CPU()
    {
        string text = ReportOf(Mutation.M26, "one-pin.conf", "environment.exec = 2000").Text;

        Assert.Matches("CPU [01] [(]execve[)]", text);
        Assert.Contains("user: execve()", text, StringComparison.Ordinal);
        Assert.DoesNotContain("Environment", text, StringComparison.Ordinal);
        Assert.DoesNotContain("device", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_invariant_is_in_the_words_of_the_documentation()
    {
        string documented = ScenarioFiles.Text("docs/invariants.md");
        const InvariantKind All = InvariantKind.Local | InvariantKind.Ordered | InvariantKind.Final;

        foreach (string id in OracleList.Of(All, []).Select(static one => one.Invariant))
        {
            if (id.StartsWith("I-", StringComparison.Ordinal))
            {
                Assert.Contains($": {InvariantWords.Of(id)} |", documented, StringComparison.Ordinal);
            }
        }
    }

    private static (Explanation Why, string Text) ReportOf(
        Mutation mutation, string scenario = "quick.conf", params IReadOnlyList<string> overrides)
    {
        ScenarioProgram program = new(ScenarioFiles.Named(scenario, overrides), MutationSet.Of(mutation));
        Explorer explorer = new(new ExploreOptions { Provenance = program.Provenance, StepsMax = 100_000 });
        Trace trace = Enumerable.Range(0, 1000)
            .Select(index => explorer.RunOne(program, new PosStrategy(), 1, index).Trace)
            .OfType<Trace>()
            .First();
        Explanation why = Explainer.Explain(program, trace);
        return (why, KernelReport.Of(why));
    }
}
