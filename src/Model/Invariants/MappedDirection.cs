namespace PhyrActors.Model;

/// <summary>I-13: a device writes only through entries that allow it, and reads only through those that allow
/// that.</summary>
/// <remarks>The other half, CPUs that keep off what a device owns, concerns memory that is not coherent or
/// bounced.</remarks>
public static class MappedDirection
{
    public const string Id = "I-13";

    /// <summary>Judges an access as it is translated.</summary>
    public static Violation? OfAccess(int domain, Iova iova, bool write, IoProt prot) =>
        prot.HasFlag(write ? IoProt.Write : IoProt.Read)
            ? null
            : new Violation(
                Id, $"a device {(write ? "wrote to" : "read from")} {iova} of domain {domain}, mapped for {prot} only");
}
