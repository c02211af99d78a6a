namespace PhyrActors.Actors;

/// <summary>Messages of <see cref="RdmaNic"/>.</summary>
public static class RdmaNicProtocol
{
    /// <summary>ibv_reg_mr: pin, map, sync, give the device the key; answered by <see cref="Registered"/> or
    /// <see cref="RegistrationFailed"/> with nothing left behind.</summary>
    /// <param name="Region">The caller's number of the region.</param>
    /// <param name="Start">A page's first byte.</param>
    /// <param name="LengthBytes">Whole pages.</param>
    /// <param name="Context">Which verbs context asks; also its CPU.</param>
    public sealed record Register(long Region, VirtAddr Start, ulong LengthBytes, int Context);

    public sealed record Registered(long Region);

    public sealed record RegistrationFailed(long Region, Errno Errno);

    /// <summary>ibv_dereg_mr: take the key away, unmap, invalidate, unpin; answered by
    /// <see cref="Deregistered"/>.</summary>
    public sealed record Deregister(long Region);

    public sealed record Deregistered(long Region);

    /// <summary>ibv_post_send on a queue pair, of a length of bytes at an offset of a region.</summary>
    public sealed record PostSend(int QueuePair, long Region, ulong OffsetBytes, ulong LengthBytes, bool Write);

    /// <summary>An operation to a peer's BAR.</summary>
    public sealed record PostPeer(int QueuePair, int Provider, ulong LengthBytes, bool Write);
}
