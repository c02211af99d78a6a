namespace PhyrActors.Actors;

/// <summary>Messages of <see cref="IommuDriver"/>.</summary>
public static class IommuDriverProtocol
{
    /// <summary>Executes invalidations and waits for them (drivers/iommu/intel/dmar.c:qi_submit_sync); answered by
    /// <see cref="Flushed"/>.</summary>
    public sealed record Flush(int Domain, long Batch, ReadOnlyMemory<InvalidationDescriptor> Descriptors);

    public sealed record Flushed(long Batch, Errno Errno);
}
