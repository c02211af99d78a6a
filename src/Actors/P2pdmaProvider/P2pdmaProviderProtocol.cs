namespace PhyrActors.Actors;

/// <summary>Messages of <see cref="P2pdmaProvider"/>.</summary>
public static class P2pdmaProviderProtocol
{
    /// <summary>Asks for the provider's BAR on behalf of a client device (drivers/pci/p2pdma.c:pci_p2pdma_map_type);
    /// answered by <see cref="PeerMapped"/> or <see cref="PeerRefused"/>.</summary>
    public sealed record MapPeer(long Request, int Client);

    /// <summary>The client reaches the BAR by bus address; there is nothing to unmap.</summary>
    public sealed record PeerMapped(long Request, BusAddr Start, ulong LengthBytes);

    /// <summary>EREMOTEIO: the two devices cannot reach each other. ENODEV: the provider is gone.</summary>
    public sealed record PeerRefused(long Request, Errno Errno);
}
