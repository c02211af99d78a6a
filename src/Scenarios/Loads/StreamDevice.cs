using PhyrActors.Actors;
using PhyrActors.Model;

namespace PhyrActors.Scenarios;

/// <summary>A device that writes what it is told of, entry by entry: translated addresses through the fabric, bus
/// addresses to the memory behind the bridge.</summary>
internal sealed class StreamDevice : ReceiveActor
{
    private readonly int _number;
    private readonly DmaDevice _device;
    private readonly IActorRef _fabric;
    private readonly IActorRef _memory;
    private readonly Dictionary<long, (IActorRef Driver, int Left)> _filling = [];

    public StreamDevice(int number, DmaDevice device, IActorRef fabric, IActorRef memory)
    {
        (_number, _device, _fabric, _memory) = (number, device, fabric, memory);
        Receive<StreamProtocol.Fill>(OnFill);
        Receive<PhysicalMemoryProtocol.Landed>(OnLanded);
    }

    private void OnFill(StreamProtocol.Fill fill)
    {
        for (int i = 0; i < fill.Plan.Count; i++)
        {
            DmaRange entry = fill.Plan[i];
            ulong start = entry.IsBus ? entry.BusAddr.Value : entry.Iova.Value;
            Context.System.EventStream.Publish(new AccessIssued(_number, start, entry.LengthBytes));
        }

        if (!fill.Plan[0].IsBus)
        {
            for (int i = 0; i < fill.Plan.Count; i++)
            {
                DmaRange entry = fill.Plan[i];
                _fabric.Tell(new PcieFabricProtocol.MemoryRequest(
                    fill.Buffer, _number, entry.Iova, entry.LengthBytes, Write: true, Relaxed: false));
            }

            _fabric.Tell(new PcieFabricProtocol.Signal(_number, Sender, new StreamProtocol.Done(fill.Buffer)));
            return;
        }

        _filling[fill.Buffer] = (Sender, fill.Plan.Count);
        for (int i = 0; i < fill.Plan.Count; i++)
        {
            DmaRange entry = fill.Plan[i];
            _memory.Tell(new PhysicalMemoryProtocol.Access(
                fill.Buffer, 0, _number, -1, default, ToMemory(entry.BusAddr), entry.LengthBytes, Write: true));
        }
    }

    private void OnLanded(PhysicalMemoryProtocol.Landed landed)
    {
        (IActorRef driver, int left) = _filling[landed.Request];
        if (left > 1)
        {
            _filling[landed.Request] = (driver, left - 1);
            return;
        }

        _filling.Remove(landed.Request);
        driver.Tell(new StreamProtocol.Done(landed.Request));
    }

    private PhysAddr ToMemory(BusAddr bus)
    {
        foreach (BusWindow window in _device.Windows)
        {
            if (bus >= window.BusStart && bus - window.BusStart < window.Cpu.LengthBytes)
            {
                return window.Cpu.Start + (bus - window.BusStart);
            }
        }

        return new PhysAddr(bus.Value);
    }
}
