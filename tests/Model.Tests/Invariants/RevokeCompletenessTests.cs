namespace PhyrActors.Model.Tests;

public sealed class RevokeCompletenessTests
{
    [Fact]
    public void A_map_of_what_is_revoked_is_found()
    {
        Violation? violation = RevokeCompleteness.OfMap(5, 1, isRevoked: true);

        Assert.Equal("I-27", violation?.Invariant);
        Assert.Null(RevokeCompleteness.OfMap(5, 1, isRevoked: false));
    }

    [Fact]
    public void A_revocation_that_ends_while_somebody_maps_the_buffer_is_found()
    {
        Violation? violation = RevokeCompleteness.OfEnd(5, mappings: 2);

        Assert.Equal("dma-buf 5 counts as revoked while 2 importers have it mapped", violation?.Text);
        Assert.Null(RevokeCompleteness.OfEnd(5, mappings: 0));
    }

    [Fact]
    public void A_revocation_that_nothing_will_end_is_found()
    {
        Violation? violation = RevokeCompleteness.OfWaiting(5, calls: 1);

        Assert.Equal("I-27", violation?.Invariant);
        Assert.Null(RevokeCompleteness.OfWaiting(5, calls: 0));
    }
}
