namespace PhyrActors.Model;

/// <summary>Where the model can be made to fail; docs/faults.md says what each does and what must hold then.</summary>
public enum FaultSite
{
    /// <summary>No memory for the node of a range of IOVA.</summary>
    IovaNode = 0,

    /// <summary>No place in the IOVA space, for a while.</summary>
    IovaExhausted,

    /// <summary>A granule of the IOVA space is reserved for good, in the middle of free space.</summary>
    IovaFragmented,

    /// <summary>No memory for a page of an I/O table.</summary>
    IoTablePage,

    /// <summary>A link ends with an error between two of its batches.</summary>
    LinkBatch,

    /// <summary>The hypervisor refuses new entries (iotlb_sync_map).</summary>
    SyncMap,

    /// <summary>No memory for the flush queues of a domain that becomes lazy.</summary>
    FlushQueueInit,

    /// <summary>No slot in a flush queue.</summary>
    FlushQueueEntry,

    /// <summary>After kexec: the device cannot be attached to its new domain.</summary>
    DomainHandover,

    /// <summary>No slots in the bounce pool.</summary>
    SwiotlbSlot,

    /// <summary>No memory for the list that a pin fills.</summary>
    ListChunk,

    /// <summary>A batch of a pin fails.</summary>
    PinFailed,

    /// <summary>A batch of a pin takes one page only.</summary>
    PinShort,

    /// <summary>The limit of locked memory is reached.</summary>
    MemlockLimit,

    /// <summary>The unit refuses a descriptor (IQE).</summary>
    QueueError,

    /// <summary>A wait writes its status late.</summary>
    WaitLate,

    /// <summary>A wait never writes its status.</summary>
    WaitLost,

    /// <summary>1: a device answers an invalidation too late. 2: it is gone, if idle.</summary>
    AtsInvalidate,

    /// <summary>A device answers an invalidation and forgets nothing.</summary>
    AtsKeeps,

    /// <summary>A device loses an operation.</summary>
    DeviceStuck,

    /// <summary>A device takes long before an operation.</summary>
    DeviceSlow,

    /// <summary>A device resets itself: its keys and the operations under way are lost.</summary>
    DeviceReset,

    /// <summary>A device is pulled out.</summary>
    DeviceRemoved,

    /// <summary>A device writes once (1) or again and again (2) by a key that it has given up.</summary>
    DeviceLateDma,

    /// <summary>A device writes past the end of a key's range.</summary>
    DeviceWildDma,

    /// <summary>A device refuses to give a key up.</summary>
    DeviceDestroyKey,

    /// <summary>A provider of peer memory goes.</summary>
    ProviderRemoved,

    /// <summary>The ACS bits of the port above a device change.</summary>
    AcsChanged,

    /// <summary>That an access landed is told late.</summary>
    FabricDelay,

    /// <summary>A driver is unbound, and bound again.</summary>
    DriverUnbind,

    /// <summary>The next fork comes at once.</summary>
    ForkBurst,

    /// <summary>The next migration comes at once.</summary>
    MigrateBurst,

    /// <summary>No memory for a magazine of freed IOVA.</summary>
    IovaMagazine,

    /// <summary>Memory fails while it is being pinned.</summary>
    MemoryFailed,

    /// <summary>A file is cut, and made as long as before, while one of its pages is faulted in.</summary>
    FileTruncated,

    /// <summary>A hole is punched in a file where one of its pages is faulted in.</summary>
    FilePunched,
}
