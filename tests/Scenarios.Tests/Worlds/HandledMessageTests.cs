using PhyrActors.Model;

namespace PhyrActors.Scenarios.Tests;

public sealed class HandledMessageTests
{
    [Theory]
    [InlineData("quick.conf")]
    [InlineData("pins.conf")]
    [InlineData("files.conf")]
    [InlineData("odp.conf")]
    [InlineData("vfio.conf")]
    [InlineData("iommufd.conf")]
    [InlineData("dma-buf.conf")]
    [InlineData("ats.conf")]
    [InlineData("faults.conf")]
    [InlineData("peers.conf")]
    [InlineData("mixed.conf")]
    [InlineData("one-pin.conf")]
    [InlineData("queue.conf")]
    public void No_actor_is_sent_a_message_that_it_does_not_handle(string file)
    {
        Unhandled unhandled = new();
        foreach (ulong seed in Enumerable.Range(1, 5).Select(static seed => (ulong)seed))
        {
            using Simulation simulation = new(ScenarioFiles.Named(file).WithSeed(seed), MutationSet.None, unhandled);

            simulation.Advance(100_000);
        }

        Assert.Empty(unhandled.Classes);
    }

    private sealed class Unhandled : IStepObserver
    {
        public SortedSet<string> Classes { get; } = new(StringComparer.Ordinal);

        public void OnStep(in StepView step)
        {
        }

        public void OnChoice(string site, int count, int chosen)
        {
        }

        public void OnPublished(in StepView step, in Stamp stamp, object @event)
        {
            if (@event is UnhandledMessage unhandled)
            {
                Classes.Add($"{unhandled.Message.GetType().Name} to {unhandled.Recipient.Path.Name}");
            }
        }

        public void OnFailure(in StepView step, Exception cause)
        {
        }
    }
}
