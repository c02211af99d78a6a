using static PhyrActors.Actors.DmaEngineProtocol;
using static PhyrActors.Actors.MmuNotifierProtocol;

namespace PhyrActors.Actors;

/// <summary>A page fault of the device: look the pages up without a lock, and begin anew where the notifier was told of
/// anything meanwhile (ib_umem_odp_map_dma_and_lock).</summary>
public sealed partial class HmmOdp
{
    /// <summary>HMM_RANGE_DEFAULT_TIMEOUT.</summary>
    private static readonly TimeSpan s_timeout = TimeSpan.FromMilliseconds(1000);

    private readonly Dictionary<long, OdpFault> _faults = [];
    private long _faultNumbers;

    private void OnPageFault(PageFault fault)
    {
        if (!_regions.TryGetValue(fault.Key, out OdpRegion? region) || region.Phase != OdpPhase.Live)
        {
            _settings.Engine.Tell(new ResumeFault(fault.Operation, Errno.EFAULT));
            return;
        }

        OdpFault begun = new(++_faultNumbers, region, fault);
        _faults.Add(begun.Number, begun);
        region.FaultsUnderWay++;
        FaultTimedOut timeout = new(begun.Number);
        Timers.StartSingleTimer(timeout, timeout, s_timeout);
        BeginLookup(begun);
    }

    private void OnFaultTimedOut(long number)
    {
        if (_faults.TryGetValue(number, out OdpFault? fault))
        {
            fault.IsTimedOut = true;
        }
    }

    private void BeginLookup(OdpFault fault)
    {
        fault.Frames.Clear();
        _settings.AddressSpace.Tell(new ReadBegin(fault.Number, fault.Region.Sequence));
    }

    private void OnReadBegun(ReadBegun begun)
    {
        OdpFault fault = _faults[begun.Fault];
        fault.Sequence = begun.Sequence;
        LookUpNext(fault);
    }

    private void LookUpNext(OdpFault fault)
    {
        ulong batchBytes = (ulong)_settings.FaultBatchPages << Pfn.FrameSizeLog2;
        _settings.AddressSpace.Tell(new RangeFault(
            fault.Number,
            fault.Region.Notifier,
            fault.Region.AddressOf(fault.FoundEnd),
            Math.Min(fault.End - fault.FoundEnd, batchBytes),
            Write: true));
    }

    private void OnRangeFaulted(RangeFaulted found)
    {
        OdpFault fault = _faults[found.Fault];
        if (found.Errno != Errno.None)
        {
            EndFault(fault, found.Errno);
            return;
        }

        if (MustRetry(fault))
        {
            // EBUSY of hmm_range_fault.
            Retry(fault);
            return;
        }

        foreach (PteRun entry in found.Entries.Span)
        {
            for (int page = 0; page < entry.Pages; page++)
            {
                fault.Frames.Add(entry.Frame + (ulong)page);
            }
        }

        if (fault.FoundEnd < fault.End)
        {
            LookUpNext(fault);
            return;
        }

        MapFound locked = new(fault.Number);
        if (fault.Region.UmemMutex.TryTake(locked, Self))
        {
            MapIfUnchanged(fault);
        }
    }

    /// <summary>mmu_interval_read_retry; for good under the mutex, and before it to no purpose but haste.</summary>
    private bool MustRetry(OdpFault fault) =>
        fault.Sequence != fault.Region.Sequence && !_surroundings.Mutations.Has(Mutation.M13);

    private void Retry(OdpFault fault)
    {
        if (fault.IsTimedOut)
        {
            EndFault(fault, Errno.EBUSY);
        }
        else
        {
            LookUpAgain(fault);
        }
    }

    private void LookUpAgain(OdpFault fault)
    {
        Context.System.EventStream.Publish(new LookUpRetried(fault.Region.Notifier));
        BeginLookup(fault);
    }

    private void EndFault(OdpFault fault, Errno errno)
    {
        Timers.Cancel(new FaultTimedOut(fault.Number));
        _faults.Remove(fault.Number);
        fault.Region.FaultsUnderWay--;
        _settings.Engine.Tell(new ResumeFault(fault.Operation, errno));
        StopWhenNoFault(fault.Region);
    }

    private sealed record FaultTimedOut(long Fault);

    /// <summary>The pages of a fault are found and its region's mutex is to be taken.</summary>
    internal sealed record MapFound(long Fault);
}
