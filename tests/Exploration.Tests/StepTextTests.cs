namespace PhyrActors.Exploration.Tests;

public sealed class StepTextTests
{
    [Fact]
    public void A_list_in_a_message_is_told_by_its_kind_and_length() => Assert.Equal(
        "Take { Runs = Int32[2], Count = 2 }", StepText.Message(new Take(new[] { 3, 4 }, 2)));

    [Fact]
    public void A_message_that_throws_when_asked_is_told_by_its_class() => Assert.Equal(
        "Mute (its text: NotSupportedException)", StepText.Message(new Mute()));

    [Fact]
    public void A_list_that_does_not_tell_its_length_is_told_by_its_kind()
    {
        int[] run = [1, 2];

        Assert.Equal("Held { Pins = Int32[] }", StepText.Message(new Held([run[0], run[1]])));
        Assert.Equal("Held { Pins = Int32[] }", StepText.Message(new Held(new List<int>(run))));
    }

    private sealed record Held(IReadOnlyList<int> Pins);

    private sealed record Take(ReadOnlyMemory<int> Runs, int Count);

    private sealed class Mute
    {
        public override string ToString() => throw new NotSupportedException();
    }
}
