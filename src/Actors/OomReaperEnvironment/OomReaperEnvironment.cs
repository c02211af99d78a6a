namespace PhyrActors.Actors;

/// <summary>Takes pages of the process away without waiting for anybody (mm/oom_kill.c:__oom_reap_task_mm): where
/// somebody mirrors them, nothing happens.</summary>
/// <param name="addressSpace">The process.</param>
/// <param name="aim">Which pages.</param>
/// <param name="interval">Time between attempts.</param>
public sealed class OomReaperEnvironment(IActorRef addressSpace, PageAim aim, TimeSpan interval)
    : RepeatingEnvironment<AddressSpaceProtocol.Zapped>(interval)
{
    protected override void Attempt() => addressSpace.Tell(
        new AddressSpaceProtocol.Zap(aim.Draw(), PageSize.Size4KiB.Bytes, Unmap: false) { MayBlock = false });
}
