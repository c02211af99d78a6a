using static PhyrActors.Actors.IommuDomainProtocol;

namespace PhyrActors.Actors;

/// <summary>Devices come and go while others map.</summary>
/// <remarks>A tag is there before the device can translate and goes when nothing is cached: every flush between them
/// reaches it. Whether maps need an invalidation is fixed: a unit that would change it is refused. Source:
/// drivers/iommu/intel/cache.c and iommu.c, v7.0.</remarks>
public sealed partial class IommuDomain
{
    private readonly SortedDictionary<int, Action> _contextWrites = [];

    private void OnAttach(Attach attach)
    {
        CacheTag tag = attach.Tag;
        IActorRef client = Sender;
        Errno errno = _tags.Exists(other => other.Requester == tag.Requester) ? Errno.EBUSY
            : tag.CachesNotPresent && !_settings.SyncsMap ? Errno.EINVAL
            : Errno.None;
        if (errno != Errno.None)
        {
            client.Tell(new Attached(tag.Requester, errno));
            return;
        }

        InsertTag(tag);
        WriteContext(
            tag,
            new ContextEntry(tag.Requester, Domain, _table, _settings.Root, _type == DomainType.Passthrough),
            () => client.Tell(new Attached(tag.Requester, Errno.None)));
    }

    private void OnDetach(Detach detach)
    {
        IActorRef client = Sender;
        if (_tags.Find(tag => tag.Requester == detach.Requester) is not { } tag
            || _contextWrites.ContainsKey(detach.Requester))
        {
            client.Tell(new Detached(detach.Requester, Errno.ENODEV));
            return;
        }

        WriteContext(tag, null, () => FlushAll(_ =>
        {
            // A device that does not answer is gone: what it has cached is gone with it.
            _tags.RemoveAll(other => other.Requester == detach.Requester);
            client.Tell(new Detached(detach.Requester, Errno.None));
        }));
    }

    /// <summary>Tags of one unit stand together.</summary>
    private void InsertTag(CacheTag tag)
    {
        int last = _tags.FindLastIndex(other => other.Unit == tag.Unit);
        _tags.Insert(last < 0 ? _tags.Count : last + 1, tag);
    }

    private void WriteContext(CacheTag tag, ContextEntry? entry, Action then)
    {
        _contextWrites[tag.Requester] = then;
        tag.Driver.Tell(new IommuDriverProtocol.SetContext(tag.Requester, entry));
    }

    private void OnContextSet(IommuDriverProtocol.ContextSet set)
    {
        if (_contextWrites.Remove(set.Requester, out Action? then))
        {
            then();
        }
    }

    /// <summary>The device is gone: nothing waits for it again.</summary>
    private void Quarantine(int requester)
    {
        int at = _tags.FindIndex(tag => tag.Requester == requester && tag.Ats);
        if (at >= 0)
        {
            _tags[at] = _tags[at] with { Ats = false };
            Context.System.EventStream.Publish(new DeviceQuarantined(Domain, requester));
        }
    }
}
