namespace PhyrActors.Actors;

/// <summary>Messages of <see cref="PcieFabric"/>.</summary>
public static class PcieFabricProtocol
{
    /// <summary>A device's memory request by I/O virtual address. A read is answered by <see cref="ReadCompleted"/>; a
    /// write is posted: nothing comes back but what was sent behind it.</summary>
    /// <param name="Tag">The device's number of the request.</param>
    /// <param name="Requester">The device.</param>
    /// <param name="Iova">The first byte.</param>
    /// <param name="LengthBytes">How much.</param>
    /// <param name="Write">A posted write.</param>
    /// <param name="Relaxed">Relaxed ordering: nothing waits for it.</param>
    public sealed record MemoryRequest(
        long Tag, int Requester, Iova Iova, ulong LengthBytes, bool Write, bool Relaxed);

    /// <summary>A device's request by bus address: goes to a peer and never meets the IOMMU.</summary>
    public sealed record PeerRequest(long Tag, int Requester, BusAddr Bus, ulong LengthBytes, bool Write);

    public sealed record ReadCompleted(long Tag, Errno Errno);

    /// <summary>A completion or interrupt of a device, for <paramref name="To"/>: it rides behind the device's posted
    /// writes.</summary>
    public sealed record Signal(int Requester, IActorRef To, object Message);

    /// <summary>How a client may reach a provider now; answered by <see cref="MapTypeIs"/>.</summary>
    public sealed record AskMapType(int Provider, int Client);

    public sealed record MapTypeIs(int Provider, int Client, P2pMapType MapType);

    /// <summary>Clears an endpoint's memory enable bit; answered by <see cref="MemoryOff"/>.</summary>
    public sealed record SwitchMemoryOff(int Function);

    public sealed record MemoryOff(int Function);

    /// <summary>Sets it again; answered by <see cref="MemoryOn"/>.</summary>
    public sealed record SwitchMemoryOn(int Function);

    public sealed record MemoryOn(int Function);

    /// <summary>Turns on ACS redirection at the port above a function; answered by
    /// <see cref="AcsSet"/>.</summary>
    public sealed record SetAcs(int Function);

    public sealed record AcsSet(int Function);

    /// <summary>A device asks for the translation of an address; answered by <see cref="TranslationCompleted"/>, or by
    /// <see cref="TranslationFailed"/>.</summary>
    public sealed record TranslationRequest(long Tag, int Requester, Iova Iova, bool Write);

    public sealed record TranslationCompleted(long Tag, int Domain, TlbEntry Entry);

    public sealed record TranslationFailed(long Tag);

    /// <summary>A memory request whose address the device has translated itself; answered as
    /// <see cref="MemoryRequest"/> is.</summary>
    public sealed record TranslatedRequest(
        long Tag, int Requester, int Domain, Iova Iova, PhysAddr Phys, ulong LengthBytes, bool Write);

    /// <summary>To a device: forget translations of a region, and tell <paramref name="Unit"/> once nothing that used
    /// them is under way.</summary>
    public sealed record InvalidateTlb(long Tag, Iova Start, int SizeLog2, IActorRef Unit);

    /// <summary>A function answers memory requests no more.</summary>
    public sealed record DisableMemory(int Function);

    /// <summary>The link of a device went down.</summary>
    public sealed record LinkDown(int Requester);
}
