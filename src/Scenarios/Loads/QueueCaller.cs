using PhyrActors.Actors;
using PhyrActors.Model;

namespace PhyrActors.Scenarios;

/// <summary>Flushes a page of its domain from the unit's cache and from its device's, again and again; a device that is
/// gone it asks no more (drivers/iommu/intel/cache.c:cache_tag_flush_range, v7.0).</summary>
public sealed class QueueCaller : ReceiveActor
{
    private readonly int _domain;
    private readonly IActorRef _driver;
    private int _flushesLeft;
    private long _batch;
    private bool _asksDevice = true;

    /// <param name="domain">The domain's number, and the device's.</param>
    /// <param name="flushes">How often it flushes.</param>
    /// <param name="driver">The unit's driver.</param>
    public QueueCaller(int domain, int flushes, IActorRef driver)
    {
        (_domain, _flushesLeft, _driver) = (domain, flushes, driver);
        Receive<IommuDriverProtocol.Flushed>(flushed =>
        {
            _asksDevice &= flushed.Errno != Errno.ETIMEDOUT;
            FlushNext();
        });
    }

    protected override void PreStart() => FlushNext();

    private void FlushNext()
    {
        if (_flushesLeft-- == 0)
        {
            return;
        }

        Iova page = new(PageSize.Size4KiB.Bytes);
        InvalidationDescriptor own = InvalidationDescriptor.Pages(
            _domain, page, PageSize.Size4KiB.Log2, InvalidationHint.LeafOnly);
        InvalidationDescriptor device = InvalidationDescriptor.DeviceTlb(
            _domain, _domain, page, PageSize.Size4KiB.Log2);
        InvalidationDescriptor[] descriptors = _asksDevice ? [own, device] : [own];
        _driver.Tell(new IommuDriverProtocol.Flush(_domain, ++_batch, descriptors));
    }
}
