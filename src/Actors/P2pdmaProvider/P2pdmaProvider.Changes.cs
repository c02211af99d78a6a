using static PhyrActors.Actors.P2pdmaProviderProtocol;

namespace PhyrActors.Actors;

/// <summary>What must not happen while a peer holds an address: the end of the provider, and another way to
/// it.</summary>
/// <remarks>Order of unbinding: drivers/pci/p2pdma.c:pci_p2pdma_unmap_mappings(), mm/memremap.c:memunmap_pages(),
/// v6.16. That a change of routes waits as well is ours: the kernel has none after the decision.</remarks>
public sealed partial class P2pdmaProvider
{
    private long _held;
    private IActorRef? _unbinder;
    private bool _isUnbinding;
    private bool _isSwitchedOff;
    private bool _isMemoryOff;
    private (EnableAcs Request, IActorRef Sender)? _acsChange;
    private bool _isAcsAsked;

    private void OnUnmapPeer(UnmapPeer unmap)
    {
        _held--;
        Continue();
    }

    private void OnUnbind(Unbind unbind)
    {
        (_isUnbinding, _unbinder) = (true, Sender);
        Context.System.EventStream.Publish(new ProviderUnbinding(_function));
        Continue();
    }

    private void OnEnableAcs(EnableAcs enable)
    {
        _acsChange = (enable, Sender);
        Continue();
    }

    /// <summary>Goes on with what waits for the last user.</summary>
    private void Continue()
    {
        MutationSet defects = _surroundings.Mutations;
        bool waits = _held > 0 && !defects.Has(Mutation.M16) && !defects.Has(Mutation.D7);
        if (_isUnbinding && !_isSwitchedOff && !waits)
        {
            _isSwitchedOff = true;
            _fabric.Tell(new PcieFabricProtocol.SwitchMemoryOff(_function));
        }

        if (_acsChange is { } change && !_isAcsAsked && (_held == 0 || defects.Has(Mutation.B56)))
        {
            _isAcsAsked = true;
            _fabric.Tell(new PcieFabricProtocol.SetAcs(change.Request.Client));
        }

        EndUnbind();
    }

    private void OnMemoryOff(PcieFabricProtocol.MemoryOff off)
    {
        _isMemoryOff = true;
        EndUnbind();
    }

    private void EndUnbind()
    {
        bool waits = _held > 0 && !_surroundings.Mutations.Has(Mutation.M16);
        if (_unbinder is { } asked && _isMemoryOff && !waits)
        {
            _unbinder = null;
            Context.System.EventStream.Publish(new ProviderUnbound(_function));
            asked.Tell(new Unbound(_function));
        }
    }

    private void OnAcsSet(PcieFabricProtocol.AcsSet set)
    {
        IActorRef asked = _acsChange!.Value.Sender;
        (_acsChange, _isAcsAsked) = (null, false);
        if (!_surroundings.Mutations.Has(Mutation.B56))
        {
            _mapTypes.Clear();
        }

        asked.Tell(new AcsEnabled(set.Function));
        (MapPeer Request, IActorRef Client)[] waiting = [.. _asking];
        _asking.Clear();
        foreach ((MapPeer request, IActorRef client) in waiting)
        {
            Decide(request, client);
        }
    }
}
