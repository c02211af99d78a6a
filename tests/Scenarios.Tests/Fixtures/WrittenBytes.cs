using PhyrActors.Exploration;
using PhyrActors.Model;

namespace PhyrActors.Scenarios.Tests;

/// <summary>Where in a machine's memory the writes of its devices ended up.</summary>
internal sealed class WrittenBytes(ulong machineBytes) : IMonitor
{
    private readonly SortedSet<ulong> _pieces = [];

    public string Invariant => "written";

    public IReadOnlyList<Type> Listens { get; } = [typeof(AccessLanded), typeof(BounceCopied)];

    public void On(object @event, in Stamp stamp, IFindings findings)
    {
        switch (@event)
        {
            case AccessLanded { Write: true } landed when landed.Phys.Value < machineBytes:
                Add(landed.Phys, landed.LengthBytes);
                break;
            case BounceCopied { ForDevice: false } copied:
                Add(copied.Slot.Original, copied.Slot.LengthBytes);
                break;
        }
    }

    public void AtQuiescence(IFindings findings)
    {
    }

    public override string ToString() => string.Join(' ', _pieces);

    /// <summary>In pieces of 16 bytes, so that it does not matter how an access was cut.</summary>
    private void Add(PhysAddr start, ulong lengthBytes)
    {
        for (ulong piece = start.Value / 16; piece <= (start.Value + lengthBytes - 1) / 16; piece++)
        {
            _pieces.Add(piece);
        }
    }
}
