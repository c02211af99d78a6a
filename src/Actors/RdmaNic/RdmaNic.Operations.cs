using static PhyrActors.Actors.RdmaNicProtocol;

namespace PhyrActors.Actors;

/// <summary>The driver's data path: operations on regions and to peers.</summary>
public sealed partial class RdmaNic
{
    private readonly Dictionary<long, Region> _regionByOperation = [];
    private readonly Dictionary<long, PostPeer> _peerOperations = [];
    private readonly Dictionary<long, (IActorRef Provider, P2pdmaProviderProtocol.PeerMapped Mapped)> _lent = [];

    private void OnPostSend(PostSend post)
    {
        long operation = ++_operations;
        Context.System.EventStream.Publish(new OperationPosted(operation, post.Write, Peer: false));
        if (!_regions.TryGetValue(post.Region, out Region? region) || region.Phase != RegionPhase.Live)
        {
            Context.System.EventStream.Publish(new OperationCompleted(operation, Errno.EINVAL));
            return;
        }

        region.OperationsInFlight++;
        _regionByOperation.Add(operation, region);
        _settings.Engine.Tell(new DmaEngineProtocol.Post(
            operation, region.Number, post.OffsetBytes, post.LengthBytes, post.Write));
    }

    private void OnWorkCompleted(DmaEngineProtocol.WorkCompleted completed)
    {
        if (_regionByOperation.Remove(completed.Operation, out Region? region))
        {
            region.OperationsInFlight--;
        }

        ReturnAddress(completed.Operation);

        Context.System.EventStream.Publish(new OperationCompleted(completed.Operation, completed.Errno));
    }

    private void OnPostPeer(PostPeer post)
    {
        long operation = ++_operations;
        Context.System.EventStream.Publish(new OperationPosted(operation, post.Write, Peer: true));
        if (post.LengthBytes == 0)
        {
            Context.System.EventStream.Publish(new OperationCompleted(operation, Errno.EINVAL));
            return;
        }

        _peerOperations.Add(operation, post);
        _settings.Providers[post.Provider].Tell(
            new P2pdmaProviderProtocol.MapPeer(operation, _settings.Requester));
    }

    private void OnPeerMapped(P2pdmaProviderProtocol.PeerMapped mapped)
    {
        _peerOperations.Remove(mapped.Request, out PostPeer? post);
        _lent.Add(mapped.Request, (Sender, mapped));
        ulong lengthBytes = Math.Min(post!.LengthBytes, mapped.LengthBytes);
        ulong slots = mapped.LengthBytes / lengthBytes;
        BusAddr at = mapped.Start + ((ulong)mapped.Request % slots * lengthBytes);
        _settings.Engine.Tell(new DmaEngineProtocol.PostPeer(mapped.Request, at, lengthBytes, post.Write));
    }

    /// <summary>The device is done with a peer's address.</summary>
    private void ReturnAddress(long operation)
    {
        if (!_lent.Remove(operation, out (IActorRef Provider, P2pdmaProviderProtocol.PeerMapped Mapped) lent))
        {
            return;
        }

        Context.System.EventStream.Publish(
            new PeerAddressReturned(lent.Mapped.Provider, _settings.Requester, operation));
        if (lent.Mapped.IsCounted)
        {
            lent.Provider.Tell(new P2pdmaProviderProtocol.UnmapPeer(operation, _settings.Requester));
        }
    }

    private void OnPeerRefused(P2pdmaProviderProtocol.PeerRefused refused)
    {
        _peerOperations.Remove(refused.Request);
        Context.System.EventStream.Publish(new OperationCompleted(refused.Request, refused.Errno));
    }
}
