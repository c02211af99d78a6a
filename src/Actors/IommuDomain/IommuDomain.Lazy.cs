using static PhyrActors.Actors.IommuDomainProtocol;

namespace PhyrActors.Actors;

/// <summary>A lazy domain: windows wait in a flush queue, the caller does not.</summary>
/// <remarks>Until the flush, a device may reach what its caller believes unmapped: exposure, counted and no error. A
/// domain can become lazy while it is used (sysfs: DMA to DMA-FQ). Source: drivers/iommu/dma-iommu.c, v7.0.</remarks>
public sealed partial class IommuDomain
{
    private readonly FlushQueue _flushQueue;
    private readonly List<FlushQueueEntry> _released = [];
    private bool _timerIsOn;

    private FlushQueue NewFlushQueue() => new(
        _settings.SingleFlushQueue ? 1 : _settings.Cpus,
        _settings.FlushQueueSize,
        _surroundings.Mutations.Has(Mutation.M3));

    /// <summary>Queues a window whose entries are gone (queue_iova); a full queue is flushed first.</summary>
    private void QueueWindow(MappingState mapping)
    {
        ReleaseFlushed(mapping.Cpu);
        if (_flushQueue.IsFull(mapping.Cpu) || _faults.Strikes(FaultSite.FlushQueueEntry))
        {
            FlushAll(errno =>
            {
                if (errno == Errno.None)
                {
                    QueueWindow(mapping);
                }
                else
                {
                    End(mapping, errno);
                }
            });
            return;
        }

        IovaWindow window = FreedWindow(mapping);
        _flushQueue.Add(mapping.Cpu, window, mapping.Freed.ToArray());
        Forget(mapping);
        Context.System.EventStream.Publish(new WindowQueued(Domain, window.Start, window.LengthBytes));
        StartFlushTimer();
        End(mapping, Errno.None);
    }

    private void ReleaseFlushed(int cpu)
    {
        _flushQueue.Release(cpu, _released);
        FreeReleased(cpu);
    }

    private void FreeReleased(int cpu)
    {
        foreach (FlushQueueEntry entry in _released)
        {
            if (entry.Tables.Length > 0)
            {
                _table.Tell(new IoPageTableProtocol.ReleaseTables(entry.Tables));
            }

            FreeIova(entry.Window, cpu);
        }

        _released.Clear();
    }

    /// <summary>Invalidates the whole domain (fq_flush_iotlb).</summary>
    private void FlushAll(Action<Errno> done)
    {
        _flushQueue.BeginFlush();
        IovaRange all = new(default, _settings.ApertureLast.Value + 1);
        Join(new FlushMember(
            new FlushRange(all, FlushSide.Unmap),
            InvalidationHint.AllLevels,
            Whole: true,
            errno =>
            {
                if (errno == Errno.None)
                {
                    _flushQueue.EndFlush();
                }
                else
                {
                    _flushQueue.FailFlush();
                }

                done(errno);
            }));
    }

    private void StartFlushTimer()
    {
        if (!_timerIsOn)
        {
            _timerIsOn = true;
            Timers.StartSingleTimer("flush-queue", FlushQueueTimeout.Instance, _settings.FlushQueueTimeout);
        }
    }

    private void OnFlushQueueTimeout()
    {
        _timerIsOn = false;
        FlushAll(_ =>
        {
            _flushQueue.ReleaseAll(_released);
            FreeReleased(0);
            if (!_flushQueue.IsEmpty)
            {
                StartFlushTimer();
            }
        });
    }

    private void OnSetType(SetType set)
    {
        bool isAllowed = set.Type == _type
            || (_type == DomainType.Strict && set.Type == DomainType.Lazy)
            || (_states.Count == 0 && _flushQueue.IsEmpty && _tags.Count == 0);
        if (isAllowed && set.Type == DomainType.Lazy && _type != set.Type
            && _faults.Strikes(FaultSite.FlushQueueInit))
        {
            Sender.Tell(new TypeSet(Errno.ENOMEM));
            return;
        }

        if (isAllowed && set.Type != _type)
        {
            _type = set.Type;
            Context.System.EventStream.Publish(new DomainTypeSet(Domain, _type));
        }

        Sender.Tell(new TypeSet(isAllowed ? Errno.None : Errno.EBUSY));
    }

    private sealed record FlushQueueTimeout
    {
        public static readonly FlushQueueTimeout Instance = new();
    }
}
