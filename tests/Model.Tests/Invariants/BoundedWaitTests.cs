namespace PhyrActors.Model.Tests;

public sealed class BoundedWaitTests
{
    [Fact]
    public void A_submission_that_nothing_will_end_is_found()
    {
        Violation violation = BoundedWait.OfSubmission(0, 3);

        Assert.Equal("I-34", violation.Invariant);
    }
}
