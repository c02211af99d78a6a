using static PhyrActors.Actors.DmaEngineProtocol;

namespace PhyrActors.Actors;

/// <summary>A device that loses operations, resets itself, is pulled out, or does not keep to what it was told.
/// </summary>
public sealed partial class DmaEngine
{
    /// <summary>The tag of writes that nobody asked for: posted, so that nothing comes back.</summary>
    private const long RogueTag = long.MinValue;

    private const int RogueRepeats = 3;

    /// <summary>Whether an operation goes no further now.</summary>
    private bool FailsAt(Post post)
    {
        if (_faults.Strikes(FaultSite.DeviceRemoved))
        {
            LoseKeys();
            _gone = true;
            _fabric.Tell(new PcieFabricProtocol.LinkDown(_requester));
            AnswerLanded();
        }
        else if (_faults.Strikes(FaultSite.DeviceReset))
        {
            LoseKeys();
            _cache?.Invalidate(CacheTag, default, 1UL << 63);
        }
        else if (_faults.Strikes(FaultSite.DeviceWildDma) && _keys.TryGetValue(post.Key, out MemoryKey? key))
        {
            Self.Tell(new RogueWrite(key.Range.Start + key.Range.LengthBytes, 1));
        }

        if (_faults.Strikes(FaultSite.DeviceStuck))
        {
            return true;
        }

        if (_faults.Strikes(FaultSite.DeviceSlow))
        {
            _surroundings.Work.Spend("device.stall", 1);
            Self.Tell(new PostSlow(post, Sender));
            return true;
        }

        return false;
    }

    /// <summary>Every key is gone, and every operation by one ends with an error. Requests under way still land.
    /// </summary>
    private void LoseKeys()
    {
        foreach (long tag in _reads.Keys.Order().ToArray())
        {
            _reads[tag] = _reads[tag] with { Key = null };
        }

        foreach (long number in _piecewise.Keys.Order().ToArray())
        {
            PiecewiseOperation operation = _piecewise[number];
            (operation.Errno, operation.IsKeyLost) = (Errno.EIO, true);
            EndIfDone(operation);
        }

        foreach ((long number, MemoryKey key) in _keys.OrderBy(static key => key.Key).ToArray())
        {
            _keys.Remove(number);
            if (key.DestroyAskedBy is { } driver)
            {
                Interrupt(driver, new KeyDestroyed(number));
            }
        }
    }

    /// <summary>A broken or hostile device uses a key that it has given up.</summary>
    private void GoOnWriting(ProgramKey range)
    {
        int fate = _faults.Fate(FaultSite.DeviceLateDma);
        if (fate > 0)
        {
            Self.Tell(new RogueWrite(range.Start, fate == 1 ? 1 : RogueRepeats));
        }
    }

    private void OnRogueWrite(RogueWrite rogue)
    {
        if (_gone)
        {
            return;
        }

        if (_cache is not null && _cache.TryLookup(CacheTag, rogue.At, out TlbEntry entry))
        {
            PhysAddr phys = entry.Translate(rogue.At);
            Context.System.EventStream.Publish(new AccessTranslated(
                _domain, rogue.At, phys, Pfn.FrameSizeBytes, Write: true, FromCache: true));
            _fabric.Tell(new PcieFabricProtocol.TranslatedRequest(
                RogueTag, _requester, _domain, rogue.At, phys, Pfn.FrameSizeBytes, Write: true));
        }
        else
        {
            _fabric.Tell(new PcieFabricProtocol.MemoryRequest(
                RogueTag, _requester, rogue.At, Pfn.FrameSizeBytes, Write: true, Relaxed: false));
        }

        if (rogue.Times > 1)
        {
            Self.Tell(rogue with { Times = rogue.Times - 1 });
        }
    }

    private sealed record PostSlow(Post Post, IActorRef Driver);

    private sealed record RogueWrite(Iova At, int Times);
}
