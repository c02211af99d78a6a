namespace PhyrActors.Actors;

/// <summary>What goes wrong with a domain's IOVA.</summary>
public sealed partial class IommuDomain
{
    /// <summary>Requests that find the space exhausted before a place comes free.</summary>
    private const int ExhaustedRequests = 4;

    private int _exhaustedFor;

    private Errno GiveIovaBack(IovaWindow window, int cpu)
    {
        bool fails = !_faults.IsOff
            && _iovas.NeedsMagazine(window.LengthBytes, cpu)
            && _faults.Strikes(FaultSite.IovaMagazine);
        return _iovas.Free(window.Start, window.LengthBytes, cpu, mayGrow: !fails);
    }

    private bool TryAllocateIova(ulong window, int cpu, out Iova start)
    {
        start = default;
        if (_faults.Strikes(FaultSite.IovaFragmented))
        {
            // As a reserved region that a hot-plugged device brings (RMRR, MSI): it is never given back.
            _iovas.TryAllocate(PageSize.Size4KiB.Bytes, _settings.ApertureLast, out _, cpu);
        }

        if (_faults.Strikes(FaultSite.IovaExhausted))
        {
            _exhaustedFor = ExhaustedRequests;
        }

        if (_exhaustedFor > 0)
        {
            _exhaustedFor--;
            return false;
        }

        return !_faults.Strikes(FaultSite.IovaNode)
            && _iovas.TryAllocate(window, _settings.ApertureLast, out start, cpu);
    }
}
