using static PhyrActors.Actors.DmaEngineProtocol;

namespace PhyrActors.Actors;

/// <summary>Keys whose pages come and go: an operation sends what is present and waits for the rest.</summary>
/// <remarks>Writes through them are not relaxed: nothing else would keep them before the answer that a page is gone.
/// Source: drivers/infiniband/hw/mlx5/odp.c, v6.16.</remarks>
public sealed partial class DmaEngine
{
    private void StartOnDemand(Post post, MemoryKey key, IActorRef driver)
    {
        key.ReadsInFlight++;
        PiecewiseOperation operation = new(post, key.Range.Start + post.OffsetBytes, driver);
        _piecewise.Add(post.Operation, operation);
        SendPresent(operation, key);
    }

    private void SendPresent(PiecewiseOperation operation, MemoryKey key)
    {
        ulong offsetBytes = operation.Post.OffsetBytes + operation.DoneBytes;
        ulong presentBytes = key.Present!.BytesFrom(offsetBytes, operation.RestBytes);
        if (presentBytes > 0)
        {
            SendUntranslated(operation, presentBytes);
        }

        if (operation.RestBytes > 0)
        {
            Interrupt(operation.Driver, new PageFault(
                operation.Post.Operation, operation.Post.Key, offsetBytes + presentBytes, operation.RestBytes));
        }

        EndIfDone(operation);
    }

    private void SendUntranslated(PiecewiseOperation operation, ulong lengthBytes)
    {
        bool write = operation.Post.Write;
        long piece = --_pieceNumbers;
        _fabric.Tell(new PcieFabricProtocol.MemoryRequest(
            piece, _requester, operation.At, lengthBytes, write, Relaxed: false));
        operation.DoneBytes += lengthBytes;
        if (!write)
        {
            operation.ReadsInFlight++;
            _pieces.Add(piece, (operation, _piecesInFlight.Enter(CacheTag)));
        }
    }

    private void OnResumeFault(ResumeFault resume)
    {
        if (!_piecewise.TryGetValue(resume.Operation, out PiecewiseOperation? operation) || operation.IsSent)
        {
            // Its key, or the device, went meanwhile.
            return;
        }

        if (resume.Errno == Errno.None)
        {
            SendPresent(operation, _keys[operation.Post.Key]);
            return;
        }

        operation.Errno = resume.Errno;
        EndIfDone(operation);
    }

    private void OnWritePages(WritePages write)
    {
        if (_keys.TryGetValue(write.Key, out MemoryKey? key))
        {
            key.Present!.Set(write.OffsetBytes, write.LengthBytes, write.Present);
        }

        IActorRef driver = Sender;
        AnswerWhenLanded(() => Interrupt(driver, new PagesWritten(write.Key, write.Present)));
    }

    /// <summary>Whoever waits for a page of a key that goes waits no longer.</summary>
    private void EndFaults(long number)
    {
        foreach (long waiting in _piecewise.Keys.Order().ToArray())
        {
            PiecewiseOperation operation = _piecewise[waiting];
            if (operation.Post.Key == number && !operation.IsSent)
            {
                operation.Errno = Errno.EIO;
                EndIfDone(operation);
            }
        }
    }
}
