using static PhyrActors.Actors.IommuProtocol;

namespace PhyrActors.Actors;

/// <summary>The unit's invalidation queue: one descriptor a step. A wait stays pending until all before it is done and
/// has landed; later descriptors go on.</summary>
public sealed partial class Iommu
{
    private readonly Queue<(InvalidationDescriptor Descriptor, int Slot)> _descriptors = new();
    private readonly SortedSet<int> _domainsBeforeWait = [];
    private IActorRef _driver = ActorRefs.Nobody;
    private bool _executing;
    private bool _stopped;
    private long _sequence;
    private int _tail;

    private void OnTailWritten(TailWritten tail)
    {
        _driver = Sender;
        _tail = tail.FirstSlot;
        foreach (InvalidationDescriptor descriptor in tail.Descriptors.Span)
        {
            _descriptors.Enqueue((descriptor, _tail));
            _tail = (_tail + 1) % _settings.RingLength;
        }

        Execute();
    }

    private void Execute()
    {
        if (!_executing && !_stopped && _descriptors.Count > 0)
        {
            _executing = true;
            Self.Tell(ExecuteNext.Instance);
        }
    }

    private void OnExecuteNext()
    {
        _executing = false;
        if (_stopped)
        {
            return;
        }

        (InvalidationDescriptor descriptor, int slot) = _descriptors.Peek();
        if (descriptor.Kind != InvalidationKind.Wait && _faults.Strikes(FaultSite.QueueError))
        {
            _stopped = true;
            _driver.Tell(new FaultRaised(QueueFault.QueueError, slot));
            return;
        }

        _descriptors.Dequeue();
        Take(descriptor);
        Execute();
    }

    private void Take(in InvalidationDescriptor descriptor)
    {
        long sequence = ++_sequence;
        Context.System.EventStream.Publish(new DescriptorFetched(_settings.Unit, sequence, descriptor.Kind));
        switch (descriptor.Kind)
        {
            case InvalidationKind.Wait:
                _inFlight.Wait(descriptor.StatusSlot, sequence, [.. _domainsBeforeWait]);
                _domainsBeforeWait.Clear();
                CompleteWaits();
                break;
            case InvalidationKind.DeviceTlb:
                InvalidateDevice(descriptor, sequence);
                break;
            default:
                Invalidate(descriptor);
                _domainsBeforeWait.Add(descriptor.Domain);
                EndExecution(descriptor, sequence);
                break;
        }
    }

    private void EndExecution(in InvalidationDescriptor descriptor, long sequence)
    {
        _surroundings.Work.Spend("iommu.descriptor", 1);
        Context.System.EventStream.Publish(new InvalidationExecuted(_settings.Unit, descriptor, sequence));
    }

    private void OnLanded(Landed landed)
    {
        _inFlight.Leave(landed.Stamp);
        CompleteWaits();
    }

    /// <summary>Writes the status of the waits, in order, before which everything is done and has landed.</summary>
    private void CompleteWaits()
    {
        bool drains = _settings.Drains && !_surroundings.Mutations.Has(Mutation.M29);
        while (_inFlight.NextWait is { } wait
            && (!drains || _inFlight.NextHasLanded())
            && !IsDeviceAskedBefore(wait.Sequence))
        {
            if (_faults.Strikes(FaultSite.WaitLate))
            {
                Self.Tell(CompleteLate.Instance);
                return;
            }

            _inFlight.EndNext();
            if (_faults.Strikes(FaultSite.WaitLost))
            {
                continue;
            }

            Context.System.EventStream.Publish(new WaitCompleted(_settings.Unit, wait.Sequence, wait.Slot));
            _driver.Tell(new StatusWritten(wait.Slot));
        }
    }

    private void OnClearFault(ClearFault clear)
    {
        if (clear.Overwrite is { } written && _descriptors.TryDequeue(out (InvalidationDescriptor, int Slot) head))
        {
            (InvalidationDescriptor, int)[] rest = [.. _descriptors];
            _descriptors.Clear();
            _descriptors.Enqueue((written, head.Slot));
            Array.ForEach(rest, _descriptors.Enqueue);
        }

        _stopped &= clear.Fault == QueueFault.CompletionError;
        Execute();
    }

    private void OnReadHead() => Sender.Tell(new HeadIs(Head()));

    private int Head() => _descriptors.TryPeek(out (InvalidationDescriptor, int Slot) next) ? next.Slot : _tail;

    private void Invalidate(in InvalidationDescriptor descriptor)
    {
        if (descriptor.Kind == InvalidationKind.IotlbDomain)
        {
            _iotlb.InvalidateDomain(descriptor.Domain);
            _tables.InvalidateDomain(descriptor.Domain);
        }
        else
        {
            ulong lengthBytes = 1UL << descriptor.SizeLog2;
            _iotlb.Invalidate(descriptor.Domain, descriptor.Start, lengthBytes);
            _tables.Invalidate(descriptor.Domain, descriptor.Start, lengthBytes, descriptor.Hint);
        }

        foreach (Walk? walk in _walks)
        {
            if (walk is not null && walk.Domain == descriptor.Domain && !_surroundings.Mutations.Has(Mutation.M30))
            {
                walk.Killed = true;
            }
        }
    }

    /// <summary>Time to write what was not written when it could have been.</summary>
    private sealed record CompleteLate
    {
        public static readonly CompleteLate Instance = new();
    }

    private sealed record ExecuteNext
    {
        public static readonly ExecuteNext Instance = new();
    }
}
