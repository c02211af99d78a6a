namespace PhyrActors.Actors;

/// <summary>Messages of <see cref="P2pdmaProvider"/>.</summary>
public static class P2pdmaProviderProtocol
{
    /// <summary>Asks for the provider's BAR on behalf of a client device (drivers/pci/p2pdma.c:pci_p2pdma_map_type);
    /// answered by <see cref="PeerMapped"/> or <see cref="PeerRefused"/>.</summary>
    public sealed record MapPeer(long Request, int Client);

    /// <summary>The client reaches the BAR by bus address; there is nothing to unmap.</summary>
    /// <param name="Request">The request.</param>
    /// <param name="Start">The BAR's first byte on the bus.</param>
    /// <param name="LengthBytes">Its length.</param>
    public sealed record PeerMapped(long Request, BusAddr Start, ulong LengthBytes)
    {
        /// <summary>The providing function.</summary>
        public int Provider { get; init; }

        /// <summary>The provider counts its users: the client says <see cref="UnmapPeer"/> when its device is
        /// done.</summary>
        public bool IsCounted { get; init; }
    }

    /// <summary>EREMOTEIO: the two devices cannot reach each other. ENODEV: the provider is going.</summary>
    public sealed record PeerRefused(long Request, Errno Errno);

    /// <summary>Gives back an address of a provider that counts (percpu_ref_put of the pagemap).</summary>
    public sealed record UnmapPeer(long Request, int Client);

    /// <summary>The provider's driver is unbound: nothing more is lent, and <see cref="Unbound"/> comes when every
    /// address is back and the memory is off.</summary>
    public sealed record Unbind;

    public sealed record Unbound(int Provider);

    /// <summary>ACS redirection is to be on above a client: answered by <see cref="AcsEnabled"/>. Until then maps wait,
    /// and then all are decided anew.</summary>
    public sealed record EnableAcs(int Client);

    public sealed record AcsEnabled(int Client);
}
