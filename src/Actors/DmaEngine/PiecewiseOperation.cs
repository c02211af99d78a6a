namespace PhyrActors.Actors;

/// <summary>An operation that goes piece by piece, as the device learns of translations or of pages.</summary>
internal sealed class PiecewiseOperation(DmaEngineProtocol.Post post, Iova start, IActorRef driver)
{
    public DmaEngineProtocol.Post Post { get; } = post;

    public IActorRef Driver { get; } = driver;

    /// <summary>Bytes sent.</summary>
    public ulong DoneBytes { get; set; }

    public Iova At => start + DoneBytes;

    public ulong RestBytes => Post.LengthBytes - DoneBytes;

    public int ReadsInFlight { get; set; }

    public Errno Errno { get; set; }

    /// <summary>Its key went before it ended; one of that number may be another.</summary>
    public bool IsKeyLost { get; set; }

    public bool IsSent => RestBytes == 0 || Errno != Errno.None;
}
