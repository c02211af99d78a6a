using static PhyrActors.Actors.IommuProtocol;

namespace PhyrActors.Actors;

/// <summary>Invalidations of devices' own caches: requests through the fabric, whose answers waits need.</summary>
/// <remarks>An answer that does not come in time stops the queue and aborts every pending wait, whoever's it is.
/// Source: VT-d specification 6.5.2.11.</remarks>
public sealed partial class Iommu
{
    private readonly SortedDictionary<long, InvalidationDescriptor> _deviceInvalidations = [];

    // The fabric that a device's requests for translations came through: one that never asked has cached nothing.
    private readonly SortedDictionary<int, IActorRef> _atsPorts = [];

    private void InvalidateDevice(in InvalidationDescriptor descriptor, long sequence)
    {
        if (!_atsPorts.TryGetValue(descriptor.Requester, out IActorRef? port))
        {
            EndExecution(descriptor, sequence);
            return;
        }

        _deviceInvalidations.Add(sequence, descriptor);
        port.Tell(new AtsInvalidate(sequence, descriptor.Requester, descriptor.Start, descriptor.SizeLog2));
    }

    private bool IsDeviceAskedBefore(long sequence) =>
        _deviceInvalidations.Count > 0 && _deviceInvalidations.First().Key < sequence;

    private void OnAtsInvalidated(AtsInvalidated answer)
    {
        if (!_deviceInvalidations.Remove(answer.Tag, out InvalidationDescriptor descriptor))
        {
            _driver.Tell(new FaultRaised(QueueFault.CompletionError, Head()));
            return;
        }

        EndExecution(descriptor, answer.Tag);
        CompleteWaits();
    }

    private void OnAtsTimedOut(AtsTimedOut timeout)
    {
        bool isNoticed = timeout.DevicePresent || !_surroundings.Mutations.Has(Mutation.B4);
        if (!isNoticed || !_deviceInvalidations.Remove(timeout.Tag, out InvalidationDescriptor descriptor))
        {
            return;
        }

        _stopped = true;
        _deviceInvalidations.Clear();
        _inFlight.AbortWaits();
        _domainsBeforeWait.Clear();
        Context.System.EventStream.Publish(new WaitsAborted(_settings.Unit, _sequence));
        _driver.Tell(new FaultRaised(QueueFault.Timeout, Head(), descriptor.Requester, timeout.DevicePresent));
    }
}
