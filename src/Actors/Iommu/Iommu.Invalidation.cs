using static PhyrActors.Actors.IommuProtocol;

namespace PhyrActors.Actors;

/// <summary>The unit's invalidation queue: one descriptor a step; a wait holds the queue until it is done.</summary>
public sealed partial class Iommu
{
    private readonly Queue<(InvalidationDescriptor Descriptor, IActorRef Driver)> _descriptors = new();
    private bool _executing;
    private IActorRef _waiting = ActorRefs.Nobody;

    private void OnTailWritten(TailWritten tail)
    {
        foreach (InvalidationDescriptor descriptor in tail.Descriptors.Span)
        {
            _descriptors.Enqueue((descriptor, Sender));
        }

        Execute();
    }

    private void Execute()
    {
        if (!_executing && _descriptors.Count > 0)
        {
            _executing = true;
            Self.Tell(ExecuteNext.Instance);
        }
    }

    private void OnExecuteNext()
    {
        (InvalidationDescriptor descriptor, IActorRef driver) = _descriptors.Dequeue();
        if (descriptor.Kind == InvalidationKind.Wait)
        {
            _waiting = driver;
            _inFlight.Wait(descriptor.StatusSlot);
            CompleteWait();
            return;
        }

        Invalidate(descriptor);
        _surroundings.Work.Spend("iommu.descriptor", 1);
        Context.System.EventStream.Publish(new InvalidationExecuted(_settings.Unit, descriptor));
        _executing = false;
        Execute();
    }

    private void OnLanded(Landed landed)
    {
        _inFlight.Leave(landed.Stamp);
        CompleteWait();
    }

    /// <summary>Writes the status of the wait that holds the queue, once what it covers has landed.</summary>
    private void CompleteWait()
    {
        bool drains = _settings.Drains && !_surroundings.Mutations.Has(Mutation.M29);
        if (!_inFlight.TryComplete(drains, out int slot))
        {
            return;
        }

        _waiting.Tell(new StatusWritten(slot));
        _executing = false;
        Execute();
    }

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
            if (walk is not null && walk.Domain == descriptor.Domain)
            {
                walk.Killed = true;
            }
        }
    }

    private sealed record ExecuteNext
    {
        public static readonly ExecuteNext Instance = new();
    }
}
