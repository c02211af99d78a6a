namespace PhyrActors.Exploration.Tests;

public sealed class YardstickTests
{
    [Theory]
    [InlineData("burst", 90)]
    [InlineData("two servers", 16)]
    [InlineData("spawn", 24)]
    [InlineData("timeout and retry", 14)]
    [InlineData("fifo trap", 3)]
    [InlineData("stop trap", 3)]
    [InlineData("timer trap", 3)]
    [InlineData("batch trap", 4)]
    public void A_yardstick_has_as_many_classes_as_is_known_and_each_is_run_once(string name, int classes)
    {
        SmallProgram program = SmallPrograms.Named(name);

        DporExplorer explorer = Reductions.Complete(program);

        Assert.Equal((classes, 0, 0), (explorer.Classes.Count, explorer.Redundant, explorer.Blocked));
    }
}
