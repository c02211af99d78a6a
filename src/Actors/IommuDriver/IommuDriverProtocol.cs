namespace PhyrActors.Actors;

/// <summary>Messages of <see cref="IommuDriver"/>.</summary>
public static class IommuDriverProtocol
{
    /// <summary>Executes invalidations and waits for them (drivers/iommu/intel/dmar.c:qi_submit_sync); answered by
    /// <see cref="Flushed"/>.</summary>
    public sealed record Flush(int Domain, long Batch, ReadOnlyMemory<InvalidationDescriptor> Descriptors);

    /// <param name="Batch">The batch.</param>
    /// <param name="Errno">EINVAL: the queue refused a descriptor. ETIMEDOUT: a device that is asked to forget is
    /// gone.</param>
    /// <param name="Gone">That device; -1 when none is.</param>
    public sealed record Flushed(long Batch, Errno Errno, int Gone = -1);

    /// <summary>Gives a device a domain, or none; answered by <see cref="ContextSet"/>.</summary>
    public sealed record SetContext(int Requester, ContextEntry? Entry);

    public sealed record ContextSet(int Unit, int Requester);
}
