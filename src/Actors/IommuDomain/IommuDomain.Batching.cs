namespace PhyrActors.Actors;

/// <summary>Requests of a domain share invalidations.</summary>
/// <remarks>A batch opens with its first request and closes when the message that the domain then sends itself comes
/// back, when it is full, or after the window. The cache_lock token lets one invalidation of a domain be under way;
/// while it is, the next batch stays open and gathers. Source of the lock: drivers/iommu/intel/cache.c,
/// v6.16.</remarks>
public sealed partial class IommuDomain
{
    private readonly Token _cacheLock = new();
    private FlushBatch _batch;
    private FlushBatch? _submitted;
    private bool _closing;

    private void Join(FlushMember member)
    {
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
        _submitted = batch;
        Context.System.EventStream.Publish(new InvalidationSubmitted(Domain, batch.Number, batch.Ranges()));
        _driver.Tell(new IommuDriverProtocol.Flush(Domain, batch.Number, batch.Descriptors(Domain)));
    }

    private void OnFlushed(IommuDriverProtocol.Flushed flushed)
    {
        FlushBatch batch = _submitted!;
        _submitted = null;
        if (flushed.Errno == Errno.None)
        {
            Context.System.EventStream.Publish(new InvalidationCompleted(Domain, batch.Number, batch.Ranges()));
        }

        foreach (FlushMember member in batch.Members)
        {
            FlushMember told = member with { Errno = flushed.Errno };
            if (told.Flush.Side == FlushSide.Map)
            {
                EndSync(told);
            }
            else if (told.Errno == Errno.None)
            {
                EndDestroy(told.Mapping);
            }
            else
            {
                told.Mapping.Busy = false;
                told.Mapping.Client.Tell(new IommuDomainProtocol.Destroyed(told.Mapping.State.Address, told.Errno));
            }
        }

        _cacheLock.Release(Self);
    }

    private sealed record CloseBatch(long Batch);
}
