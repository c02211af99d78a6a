namespace PhyrActors.Model;

/// <summary>I-10: an unmap removes what it was asked for: no less, and no entry of a neighbour.</summary>
public static class ExactUnmap
{
    public const string Id = "I-10";

    /// <summary>Judges an unmap when all of its entries are cleared.</summary>
    public static Violation? OfUnmap(int domain, IovaRange asked, ulong unmappedBytes) =>
        unmappedBytes == asked.LengthBytes
            ? null
            : new Violation(
                Id,
                $"{RemovalText.Of(domain, asked)}: {unmappedBytes} bytes were unmapped of {asked.LengthBytes}");
}
