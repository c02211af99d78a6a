namespace PhyrActors.Actors;

/// <summary>Messages of <see cref="StoreBuffer"/>.</summary>
public static class StoreBufferProtocol
{
    /// <summary>A write of this CPU to the memory that the sender owns; comes back to the sender as
    /// <paramref name="Write"/> when it is in memory.</summary>
    public sealed record Store(object Write);
}
