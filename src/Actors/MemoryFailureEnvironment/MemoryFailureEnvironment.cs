namespace PhyrActors.Actors;

/// <summary>Lets memory of a process fail (mm/memory-failure.c:memory_failure).</summary>
/// <param name="addressSpace">The process.</param>
/// <param name="aim">Which pages.</param>
/// <param name="interval">Time between attempts.</param>
public sealed class MemoryFailureEnvironment(IActorRef addressSpace, PageAim aim, TimeSpan interval)
    : RepeatingEnvironment<FolioManagerProtocol.OperationDone>(interval)
{
    protected override void Attempt() =>
        addressSpace.Tell(new AddressSpaceProtocol.OperateAt(aim.Draw(), RmapOperation.Fail));
}
