namespace PhyrActors.Actors;

/// <summary>Messages of <see cref="IoptPages"/>: drivers/iommu/iommufd/pages.c, v6.16.</summary>
public static class IoptPagesProtocol
{
    /// <summary>Maps the pages in a domain (iopt_area_fill_domain): answered by <see cref="DomainFilled"/>.</summary>
    public sealed record FillDomain(long Request, IActorRef Domain, Iova Iova);

    /// <summary>ENOMEM: more than the owner may lock, or no memory for entries. Any other: the pages cannot be pinned.
    /// What the call took is given back.</summary>
    public sealed record DomainFilled(long Request, Errno Errno);

    /// <summary>Unmaps them from a domain (iopt_area_unfill_domain): answered by
    /// <see cref="DomainUnfilled"/>.</summary>
    /// <param name="Request">The number of the call that filled it.</param>
    public sealed record UnfillDomain(long Request);

    /// <summary>ENOENT: no such mapping. Any other: it could not be invalidated, and the pages stay pinned.</summary>
    public sealed record DomainUnfilled(long Request, Errno Errno);

    /// <summary>Pins the pages for a driver of the kernel (iommufd_access_pin_pages): answered by
    /// <see cref="AccessPinned"/>.</summary>
    public sealed record PinAccess(long Request);

    /// <param name="Request">The number of the call.</param>
    /// <param name="Range">The pages; null on an error.</param>
    /// <param name="Errno">As of <see cref="DomainFilled"/>.</param>
    public sealed record AccessPinned(long Request, RangeCpu? Range, Errno Errno);

    /// <summary>Ends such an access (iommufd_access_unpin_pages): answered by <see cref="AccessUnpinned"/>.</summary>
    public sealed record UnpinAccess(long Request);

    /// <summary>ENOENT: no such access.</summary>
    public sealed record AccessUnpinned(long Request, Errno Errno);
}
