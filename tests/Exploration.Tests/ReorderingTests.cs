namespace PhyrActors.Exploration.Tests;

public sealed class ReorderingTests
{
    public static TheoryData<IProgram> Programs => new(
        new RequestReplyProgram(4, 5, RequestReplyVariant.Plain),
        new RequestReplyProgram(3, 2, RequestReplyVariant.Race),
        new LossyLineProgram(6, tick: true),
        new HandoverProgram(ordered: false));

    [Theory]
    [MemberData(nameof(Programs))]
    public void Every_linear_extension_of_happens_before_runs_to_the_same_class_and_verdict(IProgram program)
    {
        for (long index = 0; index < 30; index++)
        {
            MailboxOrders orders = new();
            Explorer explorer = new(new ExploreOptions());
            RunOutcome original = explorer.RunOne(program, orders, 1, index, traced: false);

            for (long extension = 0; extension < 20; extension++)
            {
                RunOutcome reordered = explorer.RunOne(program, new ReorderedStrategy(orders), 2, extension);

                Assert.Equal(Essence(original), Essence(reordered));
            }
        }
    }

    [Fact]
    public void Linear_extensions_are_other_runs()
    {
        MailboxOrders orders = new();
        RequestReplyProgram program = new(4, 5, RequestReplyVariant.Plain);
        RunOutcome original = Runs.One(program, strategy: orders);

        RunOutcome reordered = Runs.One(program, strategy: new ReorderedStrategy(orders));

        Assert.NotEqual(original.RunHash, reordered.RunHash);
    }

    /// <summary>A run that ends with its finding has no full class to compare: only that it finds.</summary>
    private static (ulong Class, RunEnd End, string Found) Essence(RunOutcome outcome) => outcome.Findings.Count > 0
        ? (0, RunEnd.Stopped, outcome.Findings[0].Invariant)
        : (outcome.ClassHash, outcome.End, string.Empty);
}
