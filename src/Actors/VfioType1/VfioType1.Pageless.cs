namespace PhyrActors.Actors;

/// <summary>Memory without pages: there is nothing to pin, and nothing is charged (follow_fault_pfn).</summary>
/// <remarks>Who takes such memory away has to tell the domains himself; type1 does not hear of it.</remarks>
public sealed partial class VfioType1
{
    /// <summary>What is mapped is kept by nobody.</summary>
    private const long NoPin = -1;

    /// <summary>Only what could not be pinned is looked up in the mappings without pages.</summary>
    private void OnPinRefused(GupPinnerProtocol.PinRefused refused)
    {
        if (refused.Errno == Errno.EFAULT && TryFindPageless(out RangeCpu? range))
        {
            MapRun(NoPin, range!, 0);
        }
        else
        {
            Fail(refused.Errno);
        }
    }

    /// <summary>How far memory goes until a mapping without pages begins: there a pin of the kernel comes
    /// short.</summary>
    private ulong BytesBeforePageless(VirtAddr at)
    {
        ulong bytes = ulong.MaxValue;
        foreach ((VirtAddr start, Phyr _) in _settings.Pageless)
        {
            bytes = at < start ? Math.Min(bytes, start - at) : bytes;
        }

        return bytes;
    }

    private bool TryFindPageless(out RangeCpu? range)
    {
        range = null;
        VirtAddr at = _dma!.Memory + _dma.MappedBytes;
        foreach ((VirtAddr start, Phyr memory) in _settings.Pageless)
        {
            if (at >= start && at - start < memory.LengthBytes)
            {
                ulong left = memory.LengthBytes - (at - start);
                ulong lengthBytes = Math.Min(left, _dma.AskedBytes - _dma.MappedBytes);
                range = RangeCpuBuilder.TryFrom([new Phyr(memory.Start + (at - start), lengthBytes)]);
                break;
            }
        }

        return range is not null;
    }
}
