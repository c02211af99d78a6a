namespace PhyrActors.Model.Tests;

public sealed class MappedDirectionTests
{
    [Theory]
    [InlineData(true, IoProt.Write, false)]
    [InlineData(true, IoProt.Read, true)]
    [InlineData(false, IoProt.Read, false)]
    [InlineData(false, IoProt.Write, true)]
    public void An_access_that_its_entry_does_not_allow_is_found(bool write, IoProt prot, bool isFound)
    {
        Violation? violation = MappedDirection.OfAccess(1, new Iova(0x1000), write, prot);

        Assert.Equal(isFound ? "I-13" : null, violation?.Invariant);
    }
}
