using PhyrActors.Actors;
using PhyrActors.Model;

namespace PhyrActors.Scenarios;

/// <summary>A process that registers its memory from several contexts, works through it for long, gives a region up now
/// and then, and finally gives everything back.</summary>
/// <remarks>Where there are operations, the region given up is the one just posted to, so that its teardown meets an
/// access in flight.</remarks>
public sealed class RdmaApplication : ReceiveActor, IWithTimers
{
    private readonly RdmaLoad _load;
    private readonly IActorRef _nic;
    private readonly IReadOnlyList<(IActorRef Actor, object Farewell)> _environment;
    private readonly Surroundings _surroundings;
    private readonly FaultPoints _faults;
    private readonly ZipfTable _zipf;
    private readonly bool[] _live;
    private readonly bool[] _leaving;
    private readonly Queue<int> _toRegister = new();
    private readonly Queue<int> _toDeregister = new();
    private readonly Queue<int> _failed = new();
    private int _underWay;
    private int _churnDue;
    private int _lastPosted = -1;
    private bool _working;
    private bool _endingAsked;
    private bool _ending;

    /// <param name="load">What it does.</param>
    /// <param name="nic">The driver.</param>
    /// <param name="environment">Whom to tell that it is over, and how.</param>
    /// <param name="surroundings">Choices, work, mutations.</param>
    public RdmaApplication(
        RdmaLoad load,
        IActorRef nic,
        IReadOnlyList<(IActorRef Actor, object Farewell)> environment,
        Surroundings surroundings)
    {
        (_load, _nic, _environment, _surroundings) = (load, nic, environment, surroundings);
        _faults = surroundings.FaultsOf(Context);
        _zipf = new ZipfTable(load.Regions, load.Zipf);
        _live = new bool[load.Regions];
        _leaving = new bool[load.Regions];
        Receive<PostNow>(post => OnPostNow(post.QueuePair));
        Receive<PostPeerNow>(post => OnPostPeerNow(post.Provider));
        Receive<ChurnNow>(_ => OnChurnNow());
        Receive<RdmaNicProtocol.Registered>(registered => OnRegistered((int)registered.Region));
        Receive<RdmaNicProtocol.RegistrationFailed>(failed => OnRegistrationFailed((int)failed.Region));
        Receive<RdmaNicProtocol.Deregistered>(gone => OnDeregistered((int)gone.Region));
        Receive<EndNow>(_ => OnEndNow());
    }

    public ITimerScheduler Timers { get; set; } = null!;

    protected override void PreStart()
    {
        for (int region = 0; region < _load.Regions; region++)
        {
            _toRegister.Enqueue(region);
        }

        for (int context = 0; context < _load.Contexts; context++)
        {
            RegisterNext();
        }
    }

    private void RegisterNext()
    {
        if (_toRegister.TryDequeue(out int region))
        {
            Register(region);
        }
        else if (_underWay == 0)
        {
            BeginWork();
        }
    }

    private void Register(int region)
    {
        _underWay++;
        ulong offset = (ulong)region * _load.RegionBytes;
        _nic.Tell(new RdmaNicProtocol.Register(
            region, _load.Start + offset, _load.RegionBytes, region % _load.Contexts));
    }

    private void OnRegistered(int region)
    {
        _underWay--;
        _live[region] = true;
        Continue();
    }

    /// <summary>Once there is work, what could not be registered is tried again when churn is due; what could not be
    /// given up stays as it is.</summary>
    private void OnRegistrationFailed(int region)
    {
        _underWay--;
        if (!_leaving[region])
        {
            _failed.Enqueue(region);
        }

        Continue();
    }

    private void Continue()
    {
        if (_ending)
        {
            DeregisterNext();
        }
        else if (_endingAsked)
        {
            EndWhenSettled();
        }
        else if (!_working)
        {
            RegisterNext();
        }
    }

    private void BeginWork()
    {
        _working = true;
        StartOperations();
        for (int provider = 0; provider < _load.PeerIntervals.Count; provider++)
        {
            StartTimer($"peer-{provider}", new PostPeerNow(provider), _load.PeerIntervals[provider]);
        }

        StartTimer("churn", new ChurnNow(), _load.ChurnInterval);
        Timers.StartSingleTimer("end", new EndNow(), _load.Duration);
    }

    private void StartOperations()
    {
        if (_load.OperationInterval == TimeSpan.Zero)
        {
            return;
        }

        for (int pair = 0; pair < _load.QueuePairs; pair++)
        {
            TimeSpan phase = _load.OperationInterval * (pair + 1) / _load.QueuePairs;
            Timers.StartPeriodicTimer($"queue-pair-{pair}", new PostNow(pair), phase, _load.OperationInterval);
        }
    }

    private void StartTimer(string key, object message, TimeSpan interval)
    {
        if (interval > TimeSpan.Zero)
        {
            Timers.StartPeriodicTimer(key, message, interval);
        }
    }

    private void OnPostNow(int queuePair)
    {
        if (_faults.Strikes(FaultSite.DriverUnbind))
        {
            DeregisterAll();
        }

        int region = NextLive(_zipf.Pick(_surroundings.Choices));
        if (region < 0)
        {
            return;
        }

        ulong slots = _load.RegionBytes / _load.OperationBytes;
        ulong offset = _surroundings.Choices.Draw(slots) * _load.OperationBytes;
        bool write = DrawWrite();
        _nic.Tell(new RdmaNicProtocol.PostSend(queuePair, region, offset, _load.OperationBytes, write));
        _lastPosted = region;
        if (_churnDue > 0 && _underWay == 0)
        {
            _churnDue--;
            Deregister(_lastPosted);
        }
    }

    /// <summary>Without operations there is none to wait for, and the region is drawn as theirs would be.</summary>
    private void OnChurnNow()
    {
        if (_failed.TryDequeue(out int failed))
        {
            Register(failed);
        }

        if (_load.OperationInterval > TimeSpan.Zero)
        {
            _churnDue++;
        }
        else if (_underWay == 0 && NextLive(_zipf.Pick(_surroundings.Choices)) is >= 0 and int region)
        {
            Deregister(region);
        }
    }

    private int NextLive(int region)
    {
        for (int tried = 0; tried < _load.Regions; tried++)
        {
            int candidate = (region + tried) % _load.Regions;
            if (_live[candidate])
            {
                return candidate;
            }
        }

        return -1;
    }

    private void OnPostPeerNow(int provider)
    {
        bool write = DrawWrite();
        _nic.Tell(new RdmaNicProtocol.PostPeer(0, provider, _load.PeerBytes, write));
    }

    private bool DrawWrite() =>
        _surroundings.Choices.Draw(RdmaLoad.WritesWhole) >= (ulong)(RdmaLoad.WritesWhole - _load.Writes);

    private void Deregister(int region)
    {
        _underWay++;
        _live[region] = false;
        _leaving[region] = true;
        _nic.Tell(new RdmaNicProtocol.Deregister(region));
    }

    /// <summary>The driver is unbound, and bound again: each region comes back as it went.</summary>
    private void DeregisterAll()
    {
        for (int region = 0; region < _load.Regions; region++)
        {
            if (_live[region])
            {
                Deregister(region);
            }
        }
    }

    private void OnDeregistered(int region)
    {
        _underWay--;
        _leaving[region] = false;
        if (_endingAsked)
        {
            Continue();
        }
        else
        {
            Register(region);
        }
    }

    private void OnEndNow()
    {
        _endingAsked = true;
        Timers.CancelAll();
        foreach ((IActorRef actor, object farewell) in _environment)
        {
            actor.Tell(farewell);
        }

        EndWhenSettled();
    }

    private void EndWhenSettled()
    {
        if (_underWay > 0)
        {
            return;
        }

        _ending = true;
        for (int region = 0; region < _load.Regions; region++)
        {
            if (_live[region])
            {
                _toDeregister.Enqueue(region);
            }
        }

        for (int context = 0; context < _load.Contexts; context++)
        {
            DeregisterNext();
        }
    }

    private void DeregisterNext()
    {
        if (_toDeregister.TryDequeue(out int region))
        {
            Deregister(region);
        }
    }

    private sealed record PostNow(int QueuePair);

    private sealed record PostPeerNow(int Provider);

    private sealed record ChurnNow;

    private sealed record EndNow;
}
