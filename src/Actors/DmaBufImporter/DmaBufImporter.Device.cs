namespace PhyrActors.Actors;

/// <summary>What the driver tells its device.</summary>
public sealed partial class DmaBufImporter
{
    /// <summary>The device's key for its region: it has one.</summary>
    private const long Key = 1;

    /// <summary>After so many failures of giving the key up, the region is left as it is.</summary>
    private const int RetriesMax = 256;

    // By number, and no two devices have the same.
    private readonly SortedSet<long> _inFlight = [];
    private long _operations;
    private int _failures;

    private void Program()
    {
        DmaRange entry = _plan[0];
        Context.System.EventStream.Publish(new AddressPosted(
            _settings.Requester, _settings.DomainNumber, entry.Iova, entry.LengthBytes));
        _settings.Engine.Tell(new DmaEngineProtocol.ProgramKey(
            Key, entry.Iova, entry.LengthBytes, RelaxedOrdering: false));
    }

    private void OnKeyProgrammed(DmaEngineProtocol.KeyProgrammed programmed)
    {
        if (programmed.Errno != Errno.None)
        {
            // A device that refuses a key does not know the address.
            Forget();
            return;
        }

        _phase = ImportPhase.Live;
        GoOn();
    }

    private void Post()
    {
        long operation = ++_operations;
        bool write = _surroundings.Choices.Draw(2) == 0;
        ulong places = _settings.BufferBytes / _settings.AccessBytes;
        ulong offsetBytes = _surroundings.Choices.Draw(places) * _settings.AccessBytes;
        _inFlight.Add(operation);
        DmaRange entry = _plan[0];
        Context.System.EventStream.Publish(new OperationPosted(operation, write, Peer: true));
        if (entry.IsBus)
        {
            _settings.Engine.Tell(new DmaEngineProtocol.PostPeer(
                operation, entry.BusAddr + offsetBytes, _settings.AccessBytes, write));
        }
        else
        {
            _settings.Engine.Tell(new DmaEngineProtocol.Post(
                operation, Key, offsetBytes, _settings.AccessBytes, write));
        }
    }

    /// <summary>A key is taken away; what was sent by bus address has to come to its end.</summary>
    private void Stop()
    {
        _phase = ImportPhase.Stopping;
        Context.System.EventStream.Publish(new TeardownBegan(_settings.Requester, _inFlight.Count));
        if (!_plan[0].IsBus)
        {
            _settings.Engine.Tell(new DmaEngineProtocol.DestroyKey(Key));
        }
        else if (_inFlight.Count == 0)
        {
            Unmap();
        }
    }

    private void OnWorkCompleted(DmaEngineProtocol.WorkCompleted completed)
    {
        _inFlight.Remove(completed.Operation);
        Context.System.EventStream.Publish(new OperationCompleted(completed.Operation, completed.Errno));
        if (_phase == ImportPhase.Stopping && _plan[0].IsBus && _inFlight.Count == 0)
        {
            Unmap();
        }
    }

    private void OnKeyDestroyed(DmaEngineProtocol.KeyDestroyed destroyed)
    {
        if (destroyed.Errno == Errno.None)
        {
            Forget();
        }
        else if (++_failures < RetriesMax)
        {
            _settings.Engine.Tell(new DmaEngineProtocol.DestroyKey(Key));
        }
        else
        {
            _phase = ImportPhase.Ended;
        }
    }

    /// <summary>What a device without the key still had to do it never completes.</summary>
    private void Forget()
    {
        _inFlight.Clear();
        DmaRange entry = _plan[0];
        Context.System.EventStream.Publish(new AddressRevoked(
            _settings.Requester, _settings.DomainNumber, entry.Iova, entry.LengthBytes));
        Unmap();
    }
}
