using static PhyrActors.Actors.IoptPagesProtocol;

namespace PhyrActors.Actors;

/// <summary>Pages of iommufd that several domains and accesses of the kernel use at once: pinned for the first of them
/// and until the last is gone.</summary>
/// <remarks>Every user has all of the pages: areas that are a part, and with them the trees of who uses which page, are
/// not here. pages->mutex lets one call at a time in. An unmap is always synchronous. Source:
/// drivers/iommu/iommufd/pages.c, v6.16.</remarks>
public sealed partial class IoptPages : ReceiveActor
{
    private readonly IoptPagesSettings _settings;
    private readonly Token _mutex;
    private readonly Dictionary<long, FillDomain> _areas = [];
    private readonly HashSet<long> _accesses = [];
    private readonly List<ContiguousRun> _toMap = [];
    private RangeCpu? _range;
    private long _pins;
    private bool _isAbandoned;

    // Of the call that holds the mutex.
    private object _call = string.Empty;
    private IActorRef _caller = ActorRefs.Nobody;
    private FillDomain? _area;
    private ulong _mappedBytes;
    private Action<Errno> _then = static _ => { };

    /// <param name="settings">Which memory, and whom it is charged to.</param>
    public IoptPages(IoptPagesSettings settings)
    {
        _settings = settings;
        _mutex = new Token($"pages->mutex of {settings.Number}", Context.System.EventStream);
        Receive<FillDomain>(Enter);
        Receive<UnfillDomain>(Enter);
        Receive<PinAccess>(Enter);
        Receive<UnpinAccess>(Enter);
        Receive<Granted>(granted => Run(granted.Message));
        Receive<GupPinnerProtocol.Pinned>(OnPinned);
        Receive<GupPinnerProtocol.PinRefused>(refused => _then(refused.Errno));
        Receive<GupPinnerProtocol.Unpinned>(_ => OnUnpinned());
        Receive<UnmanagedProtocol.Mapped>(OnMapped);
        Receive<UnmanagedProtocol.Unmapped>(unmapped => _then(unmapped.Errno));
        Receive<UnmanagedProtocol.Synced>(synced => _then(synced.Errno));
    }

    private bool IsUsed => _areas.Count > 0 || _accesses.Count > 0 || _isAbandoned;

    private ulong Pages => _settings.LengthBytes >> Pfn.FrameSizeLog2;

    private void Enter(object call)
    {
        if (_mutex.TryTake(call, Sender))
        {
            Run(call);
        }
    }

    private void Run(object call)
    {
        (_call, _caller) = (call, Sender);
        switch (call)
        {
            case FillDomain fill:
                WithPages(errno => BeginFill(fill, errno));
                break;
            case UnfillDomain unfill when _areas.Remove(unfill.Request, out FillDomain? area):
                (_area, _mappedBytes) = (area, _settings.LengthBytes);
                UnmapArea(errno => ReleaseUnused(() => End(new DomainUnfilled(unfill.Request, errno))));
                break;
            case UnfillDomain unfill:
                End(new DomainUnfilled(unfill.Request, Errno.ENOENT));
                break;
            case PinAccess access:
                WithPages(errno => EndPinAccess(access, errno));
                break;
            case UnpinAccess access when _accesses.Remove(access.Request):
                ReleaseUnused(() => End(new AccessUnpinned(access.Request, Errno.None)));
                break;
            case UnpinAccess access:
                End(new AccessUnpinned(access.Request, Errno.ENOENT));
                break;
            default:
                throw new InvariantException($"{_call} waits for no mutex of pages.");
        }
    }

    private void End(object answer)
    {
        _caller.Tell(answer);
        _mutex.Release(Self);
    }

    private void EndPinAccess(PinAccess access, Errno errno)
    {
        if (errno == Errno.None)
        {
            _accesses.Add(access.Request);
        }

        End(new AccessPinned(access.Request, errno == Errno.None ? _range : null, errno));
    }

    /// <summary>Pins and charges the pages unless they are.</summary>
    private void WithPages(Action<Errno> then)
    {
        if (_range is not null)
        {
            then(Errno.None);
            return;
        }

        _then = then;
        _pins++;
        _settings.Pinner.Tell(_settings.File is { } file
            ? new GupPinnerProtocol.PinMemfdPages(PinNumber, file.File, file.Start, _settings.LengthBytes)
            : new GupPinnerProtocol.Pin(PinNumber, _settings.Memory, _settings.LengthBytes, Flags)
            {
                IsChargedElsewhere = true,
            });
    }

    private long PinNumber => ((long)_settings.Number << 32) + _pins;

    private FollFlags Flags => FollFlags.Longterm | (_settings.Writable ? FollFlags.Write : FollFlags.None);

    /// <summary>The charge follows what is pinned (iopt_pages_update_pinned).</summary>
    private void OnPinned(GupPinnerProtocol.Pinned pinned)
    {
        _range = pinned.Range;
        Errno errno = Charge();
        if (errno == Errno.None)
        {
            _then(Errno.None);
            return;
        }

        Action<Errno> then = _then;
        Unpin(() => then(errno));
    }

    /// <summary>The last user's pages go back, and then their charge.</summary>
    private void ReleaseUnused(Action then)
    {
        if (IsUsed || _range is null)
        {
            then();
            return;
        }

        Unpin(() =>
        {
            Uncharge();
            then();
        });
    }

    private void Unpin(Action then)
    {
        _then = _ => then();
        _settings.Pinner.Tell(new GupPinnerProtocol.Unpin(PinNumber, _range!, _settings.Writable));
    }

    private void OnUnpinned()
    {
        _range = null;
        _then(Errno.None);
    }

    private Errno Charge()
    {
        if (_settings.Mode == IoptAccount.None)
        {
            return Errno.None;
        }

        Errno errno = _settings.Account.Charge(Pages);
        if (errno == Errno.None)
        {
            MemlockAccount account = _settings.Account;
            Context.System.EventStream.Publish(new MemlockCharged(Owner, Pages)
            {
                Pin = PinNumber,
                LimitPages = account.HasCapIpcLock ? ulong.MaxValue : account.LimitPages,
            });
        }

        return errno;
    }

    private void Uncharge()
    {
        if (_settings.Mode != IoptAccount.None)
        {
            _settings.Account.Uncharge(Pages);
            Context.System.EventStream.Publish(new MemlockUncharged(Owner, Pages) { Pin = PinNumber });
        }
    }

    /// <summary>Counters of users stand beside those of processes, below zero.</summary>
    private int Owner => _settings.Mode == IoptAccount.User ? -1 : 0;
}
