using static PhyrActors.Actors.IoPageTableProtocol;

namespace PhyrActors.Actors;

/// <summary>Entries that are cleared in a CPU's store buffer and not yet in memory: walkers still find them.</summary>
/// <remarks>Entries that are written are in memory at once: a device hears of them only after a sync, and nothing is
/// asked of a walk before that.</remarks>
public sealed partial class IoPageTable
{
    private void KeepForWalkers(Iova start, ulong lengthBytes)
    {
        if (_surroundings.StoreBuffers.Count > 0)
        {
            _buffered.Keep(start, lengthBytes);
        }
    }

    private void Store(int cpu, Model.EntriesCleared cleared)
    {
        if (_surroundings.StoreBuffers.Count == 0)
        {
            Context.System.EventStream.Publish(cleared);
            return;
        }

        ClearLanded write = new(_buffered.Cleared(), cleared);
        _surroundings.StoreBuffers[cpu].Tell(new StoreBufferProtocol.Store(write));
    }

    private void OnClearLanded(ClearLanded landed)
    {
        _buffered.Land(landed.Store);
        Context.System.EventStream.Publish(landed.Cleared);
    }

    private void OnBarrier(MemoryBarrier barrier) => _surroundings.StoreBuffers[barrier.Cpu].Tell(
        new StoreBufferProtocol.Store(new BarrierReached(barrier.State, Sender)));

    private sealed record ClearLanded(long Store, Model.EntriesCleared Cleared);

    private sealed record BarrierReached(Iova State, IActorRef Requester);
}
