namespace PhyrActors.Model.Tests;

/// <summary>Each misuse breaks exactly one rule.</summary>
public sealed class MappingContractTests
{
    [Theory]
    [InlineData(MappingMisuse.UnknownAddress, "I-37")]
    [InlineData(MappingMisuse.OtherDevice, "I-37")]
    [InlineData(MappingMisuse.OtherCall, "I-37")]
    [InlineData(MappingMisuse.Concurrent, "I-37")]
    [InlineData(MappingMisuse.OutOfRange, "I-11")]
    [InlineData(MappingMisuse.Unaligned, "I-11")]
    [InlineData(MappingMisuse.OtherLength, "I-11")]
    [InlineData(MappingMisuse.StillLinked, "I-11")]
    [InlineData(MappingMisuse.Overlap, "I-9")]
    public void A_misuse_breaks_its_rule(MappingMisuse misuse, string invariant)
    {
        MappingMisused misused = new(1, new Iova(0x10000), misuse, Errno.EINVAL);

        Violation?[] all =
            [NoOverwrite.OfMisuse(misused), StateAccounting.OfMisuse(misused), SingleOwner.OfMisuse(misused)];

        Assert.Equal(invariant, Assert.Single(all.OfType<Violation>()).Invariant);
    }
}

/// <summary>I-9 alone.</summary>
public sealed class NoOverwriteTests
{
    [Fact]
    public void A_link_over_a_link_is_found()
    {
        Violation? violation = NoOverwrite.OfMisuse(
            new MappingMisused(1, new Iova(0x1000), MappingMisuse.Overlap, Errno.EADDRINUSE));

        Assert.Equal("I-9", violation?.Invariant);
    }
}

/// <summary>I-11 alone.</summary>
public sealed class StateAccountingTests
{
    [Fact]
    public void A_wrong_length_at_destroy_is_found()
    {
        Violation? violation = StateAccounting.OfMisuse(
            new MappingMisused(1, new Iova(0x1000), MappingMisuse.OtherLength, Errno.EINVAL));

        Assert.Equal("I-11", violation?.Invariant);
    }
}

/// <summary>I-37 alone.</summary>
public sealed class SingleOwnerTests
{
    [Fact]
    public void A_second_destroy_is_found()
    {
        Violation? violation = SingleOwner.OfMisuse(
            new MappingMisused(1, new Iova(0x1000), MappingMisuse.UnknownAddress, Errno.EINVAL));

        Assert.Equal("I-37", violation?.Invariant);
    }
}
