namespace PhyrActors.Actors;

/// <summary>The driver of a function whose BAR is lent as a dma-buf: takes it back before a reset, when the guest
/// clears PCI_COMMAND.memory, and once more when the file is closed.</summary>
/// <remarks>The function answers no memory request during a reset, and its memory is lent again only when it does.
/// Closing drains the buffer before the function is disabled, also one that is revoked already. Sources:
/// drivers/vfio/pci/vfio_pci_core.c and vfio_pci_config.c, v7.0, with d97708701434 and c64a647c84f3.</remarks>
public sealed class VfioPci : ReceiveActor, IWithTimers
{
    private readonly VfioPciSettings _settings;
    private int _resetsLeft;
    private Call _call;

    public VfioPci(VfioPciSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        (_settings, _resetsLeft) = (settings, settings.Resets);
        Receive<ResetDevice>(_ => Revoke(Call.Reset));
        Receive<ResetDone>(_ => _settings.Fabric.Tell(new PcieFabricProtocol.SwitchMemoryOn(_settings.Function)));
        Receive<ClearMemoryEnable>(_ => Revoke(Call.MemoryOff));
        Receive<CloseDevice>(_ => Revoke(Call.Close));
        Receive<DmaBufProtocol.Revoked>(
            _ => _settings.Fabric.Tell(new PcieFabricProtocol.SwitchMemoryOff(_settings.Function)));
        Receive<PcieFabricProtocol.MemoryOff>(_ => OnMemoryOff());
        Receive<PcieFabricProtocol.MemoryOn>(_ => _settings.Buffer.Tell(new DmaBufProtocol.Restore()));
        Receive<DmaBufProtocol.Restored>(_ => CallNext());
    }

    /// <summary>What the user asked for.</summary>
    private enum Call
    {
        Reset = 0,
        MemoryOff,
        Close,
    }

    public ITimerScheduler Timers { get; set; } = null!;

    protected override void PreStart() => CallNext();

    private void CallNext()
    {
        object next = _resetsLeft-- > 0 ? new ResetDevice() : new ClearMemoryEnable();
        Timers.StartSingleTimer("call", next, _settings.Interval);
    }

    private void Revoke(Call call)
    {
        _call = call;
        _settings.Buffer.Tell(new DmaBufProtocol.Revoke());
    }

    private void OnMemoryOff()
    {
        switch (_call)
        {
            case Call.Reset:
                Timers.StartSingleTimer("call", new ResetDone(), _settings.ResetTime);
                break;
            case Call.MemoryOff:
                Timers.StartSingleTimer("call", new CloseDevice(), _settings.Interval);
                break;
        }
    }

    private sealed record ResetDevice;

    private sealed record ResetDone;

    private sealed record ClearMemoryEnable;

    private sealed record CloseDevice;
}
