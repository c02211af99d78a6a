using static PhyrActors.Actors.AddressSpaceProtocol;
using static PhyrActors.Actors.MmuNotifierProtocol;

namespace PhyrActors.Actors;

/// <summary>hmm_range_fault: the slow path of a pin, without the pin (mm/hmm.c, v6.16).</summary>
public sealed partial class AddressSpace
{
    private void OnRangeFault(RangeFault fault)
    {
        FollFlags flags = FollFlags.Get | (fault.Write ? FollFlags.Write : FollFlags.None);
        OnReadPtes(new ReadPtes(fault.Fault, fault.Start, fault.LengthBytes, flags, Slow: true)
        {
            Notifier = fault.Notifier,
        });
    }

    /// <summary>mmget_not_zero fails: the address space that the notifier belongs to is no more.</summary>
    private bool IsReleased(ReadPtes batch) =>
        batch.Notifier > 0 && (!_mirrors.TryGetValue(batch.Notifier, out Mirror? mirror) || mirror.IsReleased);

    private void ReleaseMirrors()
    {
        foreach (Mirror mirror in _mirrors.Values)
        {
            mirror.IsReleased = true;
        }
    }

    private RangeFaulted EntriesFor(ReadPtes batch, int runs) =>
        new(batch.Pin, _read.AsSpan(0, runs).ToArray(), Errno.None);
}
