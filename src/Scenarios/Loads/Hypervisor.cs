using PhyrActors.Actors;
using PhyrActors.Model;

namespace PhyrActors.Scenarios;

/// <summary>Shows a guest's memory to the guest's devices part by part, takes it away and shows it again (row U10):
/// what a virtual machine monitor does with VFIO when memory is plugged or a vIOMMU is at work.</summary>
internal sealed class Hypervisor : ReceiveActor
{
    private readonly GuestSettings _settings;
    private readonly ulong _regionBytes;
    private readonly IActorRef _vfio;
    private readonly IReadOnlyList<(IActorRef Actor, object Farewell)> _environment;
    private readonly Queue<int> _idle = new();
    private readonly int[] _rounds;
    private int _left;

    /// <param name="settings">What it does.</param>
    /// <param name="memoryBytes">The guest's memory.</param>
    /// <param name="vfio">The container.</param>
    /// <param name="environment">Whom to tell that it is over, and how.</param>
    public Hypervisor(
        GuestSettings settings,
        ulong memoryBytes,
        IActorRef vfio,
        IReadOnlyList<(IActorRef Actor, object Farewell)> environment)
    {
        (_settings, _vfio, _environment) = (settings, vfio, environment);
        (_regionBytes, _left) = (memoryBytes / (ulong)settings.Regions, settings.Regions);
        _rounds = new int[settings.Regions];
        Receive<VfioType1Protocol.Mapped>(OnMapped);
        Receive<VfioType1Protocol.Unmapped>(unmapped => EndRound((int)unmapped.Request, unmapped.Errno));
    }

    protected override void PreStart()
    {
        for (int region = 0; region < _settings.Regions; region++)
        {
            _idle.Enqueue(region);
        }

        for (int call = 0; call < _settings.Concurrent; call++)
        {
            MapNext();
        }
    }

    private void MapNext()
    {
        if (_idle.TryDequeue(out int region))
        {
            ulong offset = (ulong)region * _regionBytes;
            _vfio.Tell(new VfioType1Protocol.MapDma(
                region, new Iova(offset), MemoryImage.ProcessStart + offset, _regionBytes, DmaDirection.Bidirectional));
        }
    }

    private void OnMapped(VfioType1Protocol.Mapped mapped)
    {
        if (mapped.Errno != Errno.None)
        {
            EndRound((int)mapped.Request, mapped.Errno);
            return;
        }

        ulong offset = (ulong)mapped.Request * _regionBytes;
        _vfio.Tell(new VfioType1Protocol.UnmapDma(mapped.Request, new Iova(offset), _regionBytes));
    }

    /// <summary>A mapping that could not be taken away is left alone.</summary>
    private void EndRound(int region, Errno errno)
    {
        bool isOver = ++_rounds[region] == _settings.Rounds || errno is not (Errno.None or Errno.ENOMEM);
        if (!isOver)
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

        MapNext();
    }
}
