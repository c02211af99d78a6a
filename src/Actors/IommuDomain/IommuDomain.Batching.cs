namespace PhyrActors.Actors;

/// <summary>Requests of a domain share invalidations.</summary>
/// <remarks>A batch opens with its first request and closes when the message that the domain then sends itself comes
/// back, when it is full, or after the window. The cache_lock token lets one invalidation of a domain be under way;
/// while it is, the next batch stays open and gathers. Units are flushed one after the other. Source of the lock:
/// drivers/iommu/intel/cache.c, v6.16.</remarks>
public sealed partial class IommuDomain
{
    private readonly Token _cacheLock;
    private readonly Queue<int> _unitsLeft = new();
    private FlushBatch _batch;
    private FlushBatch? _submitted;
    private Errno _submittedErrno;
    private bool _closing;

    private void Join(FlushMember member)
    {
        if (_surroundings.Mutations.Has(Mutation.M31) && _submitted is { } submitted)
        {
            submitted.Add(member);
            return;
        }

        Context.System.EventStream.Publish(new InvalidationRequested(Domain, _batch.Number, member.Flush.Side));
        _batch.Add(member);
        if (_batch.Members.Count == _settings.BatchMax)
        {
            Close(new CloseBatch(_batch.Number));
        }
        else if (_batch.Members.Count == 1)
        {
            CloseBatch close = new(_batch.Number);
            if (_settings.BatchWindow > TimeSpan.Zero)
            {
                Timers.StartSingleTimer("batch-window", close, _settings.BatchWindow);
            }
            else
            {
                Self.Tell(close);
            }
        }
    }

    private void OnCloseBatch(CloseBatch close)
    {
        if (close.Batch == _batch.Number)
        {
            Close(close);
        }
    }

    private void Close(CloseBatch close)
    {
        if (!_closing && _cacheLock.TryTake(close, Self))
        {
            SubmitBatch();
        }
        else
        {
            _closing = true;
        }
    }

    private void SubmitBatch()
    {
        FlushBatch batch = _batch;
        _closing = false;
        _batch = new FlushBatch(batch.Number + 1);
        (_submitted, _submittedErrno) = (batch, Errno.None);
        foreach (int unit in _tags.Select(static tag => tag.Unit).Distinct())
        {
            _unitsLeft.Enqueue(unit);
        }

        InvalidationDescriptor[] first = batch.Descriptors(Domain, _settings.Profile, [], _surroundings.Mutations);
        Context.System.EventStream.Publish(
            new InvalidationSubmitted(Domain, batch.Number, batch.Ranges(), HintOf(first)));
        FlushNextUnit();
    }

    /// <summary>What all of the descriptors reach.</summary>
    private static InvalidationHint HintOf(InvalidationDescriptor[] descriptors) =>
        Array.TrueForAll(
            descriptors,
            static one => one.Kind == InvalidationKind.IotlbDomain || one.Hint == InvalidationHint.AllLevels)
            ? InvalidationHint.AllLevels
            : InvalidationHint.LeafOnly;

    private void FlushNextUnit()
    {
        while (_unitsLeft.TryDequeue(out int unit))
        {
            List<CacheTag> tags = _tags.FindAll(tag => tag.Unit == unit);
            if (tags.Count > 0)
            {
                tags[0].Driver.Tell(new IommuDriverProtocol.Flush(
                    Domain,
                    _submitted!.Number,
                    _submitted.Descriptors(Domain, _settings.Profile, tags, _surroundings.Mutations)));
                return;
            }
        }

        EndBatch();
    }

    private void OnFlushed(IommuDriverProtocol.Flushed flushed)
    {
        if (flushed.Errno != Errno.None && !_surroundings.Mutations.Has(Mutation.B21))
        {
            _submittedErrno = flushed.Errno;
        }

        if (flushed.Gone >= 0)
        {
            Quarantine(flushed.Gone);
        }

        FlushNextUnit();
    }

    private void EndBatch()
    {
        FlushBatch batch = _submitted!;
        Errno errno = _submittedErrno;
        _submitted = null;
        if (errno == Errno.None)
        {
            Context.System.EventStream.Publish(new InvalidationCompleted(Domain, batch.Number, batch.Ranges()));
        }

        foreach (FlushMember member in batch.Members)
        {
            member.Done(errno);
            errno = _surroundings.Mutations.Has(Mutation.M33) ? Errno.None : errno;
        }

        _cacheLock.Release(Self);
    }

    internal sealed record CloseBatch(long Batch);
}
