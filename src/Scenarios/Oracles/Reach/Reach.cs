using PhyrActors.Exploration;
using PhyrActors.Model;

namespace PhyrActors.Scenarios;

/// <summary>What devices can reach: pins, the entries that lead to them and the removal of these, from the events of a
/// run. Finds nothing itself; the oracles that ask it stand behind it in the list of monitors.</summary>
/// <remarks>Needs three things of actors: entries are published as written or cleared in the step that changes the
/// table; a domain's entries are written by one actor; a chunk is cleared as a whole.</remarks>
internal sealed class Reach : IOracle
{
    private readonly Dictionary<int, ReachDomain> _domains = [];
    private readonly Dictionary<long, ReachPin> _pins = [];
    private readonly List<ReachWindow> _scratch = [];
    private readonly List<Removal> _completed = [];
    private bool _hasCompleted;
    private long? _released;

    public string Invariant => "reach";

    public InvariantKind Kind => InvariantKind.Ordered;

    public IReadOnlyList<Type> Listens { get; } =
    [
        typeof(RangePinned), typeof(EntriesWritten), typeof(AccessTranslated), typeof(AccessLanded),
        typeof(RangeSynced),
        typeof(EntriesCleared), typeof(InvalidationSubmitted), typeof(InvalidationCompleted), typeof(FramesUnpinned),
        typeof(RangeUnpinned), typeof(DomainTypeSet), typeof(KeeperTaken), typeof(KeeperReleased),
        typeof(NotifierPageMapped), typeof(NotifierPageReleased),
    ];

    /// <summary>The access that was seen last.</summary>
    public Access Last { get; private set; }

    /// <summary>The window that was written last.</summary>
    public ReachWindow? Written { get; private set; }

    /// <summary>The removals that the last completion completed.</summary>
    public IReadOnlyList<Removal> Completed => _completed;

    public void On(object @event, in Stamp stamp, IFindings findings)
    {
        FinishCompleted();
        EndReleased();
        switch (@event)
        {
            case AccessTranslated access:
                Last = Find(access.Domain, access.Iova, access.Phys, access.LengthBytes, stamp);
                if (stamp.HasClock)
                {
                    Last.Window?.RecordTranslation(stamp.Here, Last.FirstChunk, Last.EndChunk);
                }

                break;
            case AccessLanded access:
                Last = Find(access.Domain, access.Iova, access.Phys, access.LengthBytes, stamp);
                if (stamp.HasClock)
                {
                    Last.Window?.RecordLanding(stamp.Here, Last.FirstChunk, Last.EndChunk);
                }

                break;
            case DomainTypeSet set:
                DomainOf(set.Domain).Type = set.Type;
                break;
            case RangePinned pinned:
                _pins[pinned.Pin] = new ReachPin(pinned.Pin);
                break;
            case NotifierPageMapped mapped:
                _pins[mapped.Keeper] = new ReachPin(mapped.Keeper, KeeperKind.Notifier);
                break;
            case NotifierPageReleased released:
                PinOf(released.Keeper)?.GiveBack(0, int.MaxValue);
                _released = released.Keeper;
                break;
            case EntriesWritten written:
                Write(written, stamp);
                break;
            case RangeSynced synced:
                Sync(synced, stamp);
                break;
            case EntriesCleared cleared:
                DomainOf(cleared.Domain).Clear(cleared, _scratch, stamp.Here);
                break;
            case InvalidationSubmitted submitted:
                DomainOf(submitted.Domain).Submit(submitted, _scratch, stamp);
                break;
            case InvalidationCompleted completed:
                DomainOf(completed.Domain).Complete(completed, _completed, stamp);
                _hasCompleted = _completed.Count > 0;
                break;
            case FramesUnpinned unpinned:
                PinOf(unpinned.Pin)?.GiveBack(unpinned.FirstChunk, unpinned.FirstChunk + unpinned.Chunks);
                break;
            case RangeUnpinned unpinned:
                End(unpinned.Pin);
                break;
            case KeeperTaken taken:
                _pins[taken.Keeper] = new ReachPin(taken.Keeper, taken.Kind);
                break;
            case KeeperReleased released:
                PinOf(released.Keeper)?.GiveBack(0, int.MaxValue);
                _released = released.Keeper;
                break;
        }
    }

    public void AtQuiescence(IFindings findings)
    {
    }

    public ReachPin? PinOf(long pin) => _pins.GetValueOrDefault(pin);

    public ReachDomain DomainOf(int number)
    {
        if (!_domains.TryGetValue(number, out ReachDomain? domain))
        {
            domain = new ReachDomain();
            _domains.Add(number, domain);
        }

        return domain;
    }

    private Access Find(int number, Iova iova, PhysAddr phys, ulong lengthBytes, in Stamp stamp)
    {
        if (number < 0 || !_domains.TryGetValue(number, out ReachDomain? domain))
        {
            return default;
        }

        ReachWindow? window = domain.Find(iova, phys, stamp, out bool isKnown);
        if (window is null)
        {
            return new Access(null, 0, 0, isKnown ? EntryState.Elsewhere : EntryState.Unknown);
        }

        if (window.IsFinished)
        {
            return new Access(window, 0, 0, EntryState.Removed);
        }

        ulong page = Pages.First(iova);
        ulong lastPage = Math.Min(Pages.End(iova, lengthBytes), window.EndPage) - 1;
        int chunk = window.ChunkAt(page);
        int lastChunk = lastPage == page ? chunk : window.ChunkAt(lastPage);
        EntryState state = window.IsRemoved(page) ? EntryState.Removed : EntryState.Reachable;
        return new Access(window, chunk, lastChunk + 1, state);
    }

    private void Write(EntriesWritten written, in Stamp stamp)
    {
        ReachDomain domain = DomainOf(written.Domain);
        ReachPin? pin = PinOf(written.Keeper);
        if (pin?.LatestWindow is { } latest && latest.IsContinuedBy(written))
        {
            domain.Replace(latest.EndPage, Pages.End(written.Start, written.LengthBytes));
            latest.Append(written, stamp);
            Written = latest;
            return;
        }

        Written = new ReachWindow(written, pin);
        Written.Append(written, stamp);
        domain.Add(Written);
        pin?.Windows.Add(Written);
    }

    private void Sync(RangeSynced synced, in Stamp stamp)
    {
        (ulong first, ulong end) = (Pages.First(synced.Start), Pages.End(synced.Start, synced.LengthBytes));
        _scratch.Clear();
        DomainOf(synced.Domain).AddOverlapping(first, end, _scratch);
        foreach (ReachWindow window in _scratch)
        {
            window.Sync(first, end, stamp);
        }
    }

    private void End(long number)
    {
        if (!_pins.Remove(number, out ReachPin? pin))
        {
            return;
        }

        pin.HasEnded = true;
        foreach (ReachWindow window in pin.Windows)
        {
            FinishIfDone(window);
        }
    }

    /// <summary>Only now: whoever judged the release needed what is forgotten here.</summary>
    private void EndReleased()
    {
        if (_released is { } keeper)
        {
            _released = null;
            End(keeper);
        }
    }

    /// <summary>Only now: whoever judged the completion needed what is forgotten here.</summary>
    private void FinishCompleted()
    {
        if (!_hasCompleted)
        {
            return;
        }

        foreach (Removal removal in _completed)
        {
            FinishIfDone(removal.Window);
        }

        _completed.Clear();
        _hasCompleted = false;
    }

    private void FinishIfDone(ReachWindow window)
    {
        if (window.CanFinish)
        {
            DomainOf(window.Domain).Finish(window);
        }
    }

    /// <summary>What an access went through.</summary>
    /// <param name="Window">The window; null when nothing that is remembered leads there.</param>
    /// <param name="FirstChunk">The first chunk that it touched.</param>
    /// <param name="EndChunk">Exclusive; no chunks are known of a finished window.</param>
    /// <param name="State">The state of the entry.</param>
    public readonly record struct Access(ReachWindow? Window, int FirstChunk, int EndChunk, EntryState State);
}
