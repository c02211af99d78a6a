namespace PhyrActors.Model.Tests;

public sealed class VtdSecondStageTableTests() : GenericPtTableContract(IoTableFormat.VtdSecondStage);

public sealed class X86x64TableTests() : GenericPtTableContract(IoTableFormat.X86x64);

public sealed class Arm64Stage1TableTests() : IoPgtableArmContract(IoTableFormat.Arm64Stage1);

public class IoTableFormatTests
{
    [Fact]
    public void Every_format_has_tests()
    {
        IEnumerable<string> tested =
        [
            new VtdSecondStageTableTests().Format.Name,
            new X86x64TableTests().Format.Name,
            new Arm64Stage1TableTests().Format.Name,
        ];

        Assert.Equal(IoTableFormat.All.Select(static format => format.Name), tested);
    }
}
