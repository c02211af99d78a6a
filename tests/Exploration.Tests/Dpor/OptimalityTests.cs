namespace PhyrActors.Exploration.Tests;

public sealed class OptimalityTests
{
    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(2, 1, 2)]
    [InlineData(2, 2, 6)]
    [InlineData(3, 1, 6)]
    [InlineData(4, 1, 24)]
    [InlineData(3, 2, 90)]
    [InlineData(4, 2, 2520)]
    public void Request_reply_has_each_interleaving_of_its_requests_once(int clients, int rounds, int interleavings)
    {
        RequestReplyProgram program = new(clients, rounds, RequestReplyVariant.Plain);

        DporExplorer explorer = Reductions.Complete(program);

        Assert.Equal((interleavings, 0, 0), (explorer.Classes.Count, explorer.Redundant, explorer.Blocked));
    }
}
