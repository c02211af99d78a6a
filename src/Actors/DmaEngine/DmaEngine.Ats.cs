using static PhyrActors.Actors.DmaEngineProtocol;

namespace PhyrActors.Actors;

/// <summary>The device's own translations (ATS): asked of the unit once, used until they are invalidated.</summary>
/// <remarks>The answer to an invalidation rides behind posted writes and waits for reads that used what is forgotten. A
/// translated write is not relaxed: nothing else would keep it before that answer. Source: PCI Express Base
/// Specification 10.3.</remarks>
public sealed partial class DmaEngine
{
    /// <summary>Devices do not see domains: the cache is tagged with one number.</summary>
    private const int CacheTag = 0;

    private readonly Dictionary<long, PiecewiseOperation> _piecewise = [];

    // Their numbers are below 0: requests to peers have the driver's.
    private readonly Dictionary<long, (PiecewiseOperation Operation, long Stamp)> _pieces = [];
    private readonly Queue<Action> _whenLanded = new();
    private readonly InFlight _piecesInFlight = new();
    private readonly Iotlb? _cache;
    private int _domain = -1;
    private long _pieceNumbers;
    private bool _gone;

    private void OnTranslationCompleted(PcieFabricProtocol.TranslationCompleted completed)
    {
        _domain = completed.Domain;
        TlbEntry entry = completed.Entry;
        _cache!.Fill(CacheTag, entry.Iova, IoEntry.Map(entry.Phys, entry.Prot, entry.PageSize));
        if (_piecewise.TryGetValue(completed.Tag, out PiecewiseOperation? operation))
        {
            SendTranslated(operation);
        }
    }

    private void OnTranslationFailed(PcieFabricProtocol.TranslationFailed failed)
    {
        if (_piecewise.TryGetValue(failed.Tag, out PiecewiseOperation? operation))
        {
            operation.Errno = Errno.EIO;
            EndIfDone(operation);
        }
    }

    /// <summary>Sends what the cache translates and asks for the next page that it lacks.</summary>
    private void SendTranslated(PiecewiseOperation operation)
    {
        while (operation.RestBytes > 0)
        {
            if (!_cache!.TryLookup(CacheTag, operation.At, out TlbEntry entry)
                || !entry.Prot.HasFlag(operation.Post.Write ? IoProt.Write : IoProt.Read))
            {
                _fabric.Tell(new PcieFabricProtocol.TranslationRequest(
                    operation.Post.Operation, _requester, operation.At, operation.Post.Write));
                return;
            }

            SendPiece(operation, entry);
        }

        EndIfDone(operation);
    }

    private void SendPiece(PiecewiseOperation operation, in TlbEntry entry)
    {
        Iova at = operation.At;
        PhysAddr phys = entry.Translate(at);
        ulong lengthBytes = Math.Min(entry.PageSize.Bytes - (at - entry.Iova), operation.RestBytes);
        bool write = operation.Post.Write;
        long piece = --_pieceNumbers;
        Context.System.EventStream.Publish(
            new AccessTranslated(_domain, at, phys, lengthBytes, write, FromCache: true));
        _fabric.Tell(new PcieFabricProtocol.TranslatedRequest(
            piece, _requester, _domain, at, phys, lengthBytes, write));
        operation.DoneBytes += lengthBytes;
        if (!write)
        {
            operation.ReadsInFlight++;
            _pieces.Add(piece, (operation, _piecesInFlight.Enter(CacheTag)));
        }
    }

    /// <summary>Whether the completion was of a translated piece.</summary>
    private bool TryEndPiece(PcieFabricProtocol.ReadCompleted completed)
    {
        if (!_pieces.Remove(completed.Tag, out (PiecewiseOperation Operation, long Stamp) piece))
        {
            return false;
        }

        _piecesInFlight.Leave(piece.Stamp);
        piece.Operation.ReadsInFlight--;
        piece.Operation.Errno = completed.Errno == Errno.None ? piece.Operation.Errno : completed.Errno;
        EndIfDone(piece.Operation);
        AnswerLanded();
        return true;
    }

    private void EndIfDone(PiecewiseOperation operation)
    {
        if (!operation.IsSent || operation.ReadsInFlight > 0)
        {
            return;
        }

        long number = operation.Post.Operation;
        _piecewise.Remove(number);
        Interrupt(operation.Driver, new WorkCompleted(number, operation.Errno));
        if (!operation.IsKeyLost && _keys.TryGetValue(operation.Post.Key, out MemoryKey? key))
        {
            key.ReadsInFlight--;
            DestroyIfIdle(operation.Post.Key, key);
        }
    }

    private void OnInvalidateTlb(PcieFabricProtocol.InvalidateTlb invalidate)
    {
        int fate = _gone ? 0 : _faults.Fate(FaultSite.AtsInvalidate);
        if (fate == 2 && _keys.Count == 0 && _piecewise.Count == 0)
        {
            _gone = true;
            _fabric.Tell(new PcieFabricProtocol.LinkDown(_requester));
            invalidate.Unit.Tell(new IommuProtocol.AtsTimedOut(invalidate.Tag, DevicePresent: false));
        }
        else if (fate == 1)
        {
            invalidate.Unit.Tell(new IommuProtocol.AtsTimedOut(invalidate.Tag, DevicePresent: true));
            Self.Tell(new InvalidateLate(invalidate));
        }
        else
        {
            Forget(invalidate);
        }
    }

    private void Forget(PcieFabricProtocol.InvalidateTlb invalidate)
    {
        if (_faults.Strikes(FaultSite.AtsKeeps))
        {
            Self.Tell(new RogueWrite(invalidate.Start, 1));
        }
        else
        {
            _cache!.Invalidate(CacheTag, invalidate.Start, 1UL << invalidate.SizeLog2);
        }

        AnswerWhenLanded(() => Interrupt(invalidate.Unit, _gone
            ? new IommuProtocol.AtsTimedOut(invalidate.Tag, DevicePresent: false)
            : new IommuProtocol.AtsInvalidated(invalidate.Tag)));
    }

    /// <summary>Answers when the pieces read until now are back.</summary>
    private void AnswerWhenLanded(Action answer)
    {
        _piecesInFlight.Wait(0, 0, []);
        _whenLanded.Enqueue(answer);
        AnswerLanded();
    }

    private void AnswerLanded()
    {
        while (_piecesInFlight.NextWait is not null && _piecesInFlight.NextHasLanded())
        {
            _piecesInFlight.EndNext();
            _whenLanded.Dequeue()();
        }
    }

    /// <summary>The device comes to an invalidation after the unit has given it up.</summary>
    private sealed record InvalidateLate(PcieFabricProtocol.InvalidateTlb Invalidation);
}
