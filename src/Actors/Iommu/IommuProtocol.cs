namespace PhyrActors.Actors;

/// <summary>Messages of <see cref="Iommu"/>.</summary>
public static class IommuProtocol
{
    /// <summary>Translates a request; answered by one <see cref="Translated"/> a leaf, or by <see cref="Faulted"/> at
    /// the first byte that may not be reached.</summary>
    public sealed record Translate(long Request, int Requester, Iova Iova, ulong LengthBytes, bool Write);

    /// <summary>A piece of a request; counted as in flight until <see cref="Landed"/> comes with its stamp.</summary>
    public sealed record Translated(
        long Request, long Stamp, int Domain, Iova Iova, PhysAddr Phys, ulong LengthBytes);

    public sealed record Faulted(long Request);

    /// <summary>A translated piece has reached memory.</summary>
    public sealed record Landed(long Stamp);

    /// <summary>Software moved the tail register past new descriptors, the last of them a wait.</summary>
    public sealed record TailWritten(ReadOnlyMemory<InvalidationDescriptor> Descriptors);

    /// <summary>A wait descriptor wrote its status.</summary>
    public sealed record StatusWritten(int Slot);
}
