namespace PhyrActors.Model.Tests;

public sealed class UnbindEndsTests
{
    [Fact]
    public void An_unbinding_that_nothing_will_end_is_found()
    {
        Violation violation = UnbindEnds.OfProvider(4);

        Assert.Equal("I-31", violation.Invariant);
    }
}
