namespace PhyrActors.Model;

/// <summary>One stretch of granules: its buddy system, and freed blocks of common sizes kept ready in front of
/// it.</summary>
/// <remarks>As long as there is room, a range holds the whole power of two that it is aligned to: blocks of few sizes
/// come and go, and most of them never meet the buddy system. The first time there is no room, all of that slack goes
/// back, and from then on every range holds its own length and no more.</remarks>
internal sealed class IovaZone(ulong first, ulong end)
{
    /// <summary>The largest block kept ready: 16 MiB.</summary>
    private const int ReadyMaxLog2 = 12;

    private readonly IovaBuddy _buddy = new(first, end);
    private readonly IovaStack?[] _ready = new IovaStack?[ReadyMaxLog2 + 1];
    private ulong _slackGranules;
    private bool _isTight;

    public ulong First => _buddy.First;

    /// <summary>Takes a range that ends at or below a limit.</summary>
    /// <param name="granules">How many.</param>
    /// <param name="limitEnd">The first granule beyond what is allowed.</param>
    /// <param name="start">Where it begins.</param>
    /// <param name="hasSlack">It holds the whole power of two, and not its own length only.</param>
    public bool TryTake(ulong granules, ulong limitEnd, out ulong start, out bool hasSlack)
    {
        int order = IovaBuddy.OrderOf(granules);
        (start, hasSlack) = (0, false);
        if (limitEnd < granules)
        {
            return false;
        }

        if (granules == 1UL << order)
        {
            return TryTakeBlock(order, limitEnd, granules, out start);
        }

        hasSlack = !_isTight && TryTakeBlock(order, limitEnd, granules, out start);
        _slackGranules += hasSlack ? (1UL << order) - granules : 0;
        return hasSlack || _buddy.TryTake(granules, limitEnd, out start);
    }

    /// <summary>Takes a range back that was taken here.</summary>
    public void Give(ulong start, ulong granules, bool hasSlack)
    {
        int order = IovaBuddy.OrderOf(granules);
        ulong block = 1UL << order;
        if (block != granules)
        {
            if (!hasSlack)
            {
                _buddy.Free(start, granules);
                return;
            }

            _slackGranules -= block - granules;
        }

        IovaStack?[] all = _ready;
        if (order >= all.Length)
        {
            _buddy.Free(start, block);
            return;
        }

        IovaStack ready = all[order] ??= new IovaStack();
        if (ready.IsFull)
        {
            ready.Spill(ready.Count / 2, block, _buddy);
        }

        ready.Push(start);
    }

    /// <summary>Gives everything that is not live back to the buddy system, before a request is refused.</summary>
    /// <returns>False when there was nothing.</returns>
    public bool Reclaim(IovaLiveMap live)
    {
        _isTight |= _slackGranules != 0;
        return Flush(live);
    }

    /// <summary>Gives everything that is not live back to the buddy system.</summary>
    /// <returns>False when there was nothing.</returns>
    public bool Flush(IovaLiveMap live)
    {
        bool any = _slackGranules != 0;
        if (any)
        {
            live.Trim(_buddy);
            _slackGranules = 0;
        }

        for (int order = 0; order < _ready.Length; order++)
        {
            if (_ready[order] is { Count: > 0 } ready)
            {
                ready.Spill(ready.Count, 1UL << order, _buddy);
                any = true;
            }
        }

        return any;
    }

    public ulong FreeGranulesIn(ulong from, ulong to) => _buddy.FreeGranulesIn(from, to);

    public void TakeAll(ulong from, ulong to) => _buddy.TakeAll(from, to);

    /// <summary>Takes a whole block whose first granules end below a limit.</summary>
    private bool TryTakeBlock(int order, ulong limitEnd, ulong granules, out ulong start)
    {
        IovaStack?[] all = _ready;
        return (order < all.Length && all[order] is { } ready && ready.TryPop(limitEnd - granules, out start))
            || _buddy.TryTake(1UL << order, limitEnd, out start);
    }
}
