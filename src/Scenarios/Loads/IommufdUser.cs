using PhyrActors.Actors;
using PhyrActors.Model;

namespace PhyrActors.Scenarios;

/// <summary>Shows a guest's memory to the guest's devices through iommufd: each part is mapped in every domain and
/// pinned for a driver of the kernel at once, and every use of it is given up as soon as it is there.</summary>
internal sealed class IommufdUser : ReceiveActor
{
    private readonly GuestSettings _settings;
    private readonly ulong _regionBytes;
    private readonly IReadOnlyList<IActorRef> _pages;
    private readonly IReadOnlyList<IActorRef> _domains;
    private readonly IReadOnlyList<(IActorRef Actor, object Farewell)> _environment;
    private readonly Queue<int> _idle = new();
    private readonly int[] _rounds;
    private readonly int[] _usesLeft;
    private readonly bool[] _isLost;
    private int _left;

    /// <param name="settings">What it does.</param>
    /// <param name="regionBytes">A part of the guest's memory.</param>
    /// <param name="pages">The iopt_pages of each part.</param>
    /// <param name="domains">The devices' domains.</param>
    /// <param name="environment">Whom to tell that it is over, and how.</param>
    public IommufdUser(
        GuestSettings settings,
        ulong regionBytes,
        IReadOnlyList<IActorRef> pages,
        IReadOnlyList<IActorRef> domains,
        IReadOnlyList<(IActorRef Actor, object Farewell)> environment)
    {
        (_settings, _regionBytes, _pages, _domains, _environment) =
            (settings, regionBytes, pages, domains, environment);
        (_rounds, _usesLeft, _isLost, _left) =
            (new int[pages.Count], new int[pages.Count], new bool[pages.Count], pages.Count);
        Receive<IoptPagesProtocol.DomainFilled>(filled => OnUsed(
            filled.Request, filled.Errno, new IoptPagesProtocol.UnfillDomain(filled.Request)));
        Receive<IoptPagesProtocol.AccessPinned>(pinned => OnUsed(
            pinned.Request, pinned.Errno, new IoptPagesProtocol.UnpinAccess(pinned.Request)));
        Receive<IoptPagesProtocol.DomainUnfilled>(unfilled => EndUse(unfilled.Request, unfilled.Errno));
        Receive<IoptPagesProtocol.AccessUnpinned>(unpinned => EndUse(unpinned.Request, unpinned.Errno));
    }

    /// <summary>One use a domain, and one of a driver of the kernel.</summary>
    private int Uses => _domains.Count + 1;

    protected override void PreStart()
    {
        for (int region = 0; region < _pages.Count; region++)
        {
            _idle.Enqueue(region);
        }

        for (int call = 0; call < _settings.Concurrent; call++)
        {
            UseNext();
        }
    }

    private void UseNext()
    {
        if (!_idle.TryDequeue(out int region))
        {
            return;
        }

        _usesLeft[region] = Uses;
        long first = (long)region * Uses;
        Iova iova = new((ulong)region * _regionBytes);
        for (int domain = 0; domain < _domains.Count; domain++)
        {
            _pages[region].Tell(new IoptPagesProtocol.FillDomain(first + domain, _domains[domain], iova));
        }

        _pages[region].Tell(new IoptPagesProtocol.PinAccess(first + _domains.Count));
    }

    private void OnUsed(long request, Errno errno, object end)
    {
        if (errno == Errno.None)
        {
            _pages[(int)(request / Uses)].Tell(end);
        }
        else
        {
            EndUse(request, errno);
        }
    }

    /// <summary>Pages whose use failed for more than want of memory, or could not be ended, are left alone.</summary>
    private void EndUse(long request, Errno errno)
    {
        int region = (int)(request / Uses);
        _isLost[region] |= errno is not (Errno.None or Errno.ENOMEM);
        if (--_usesLeft[region] > 0)
        {
            return;
        }

        if (++_rounds[region] < _settings.Rounds && !_isLost[region])
        {
            _idle.Enqueue(region);
        }
        else if (--_left == 0)
        {
            foreach ((IActorRef actor, object farewell) in _environment)
            {
                actor.Tell(farewell);
            }
        }

        UseNext();
    }
}
