namespace PhyrActors.Actors;

/// <summary>Messages of <see cref="BlockDriver"/>.</summary>
public static class BlockDriverProtocol
{
    /// <summary>Writes memory to the disk (submit_bio): answered, to the folios and in the name of the sender, by
    /// <see cref="Written"/>.</summary>
    /// <param name="Keeper">What keeps the memory meanwhile.</param>
    /// <param name="Phys">The memory.</param>
    /// <param name="Then">What the answer carries.</param>
    public sealed record Write(long Keeper, Phyr Phys, object Then);

    /// <summary>EIO: the disk does not have it, or it has and its mapping cannot be taken away.</summary>
    public sealed record Written(object Then, Errno Errno)
    {
        /// <summary>The device may still reach the memory, which must not be given to anybody else.</summary>
        public bool IsStillMapped { get; init; }
    }
}
