namespace PhyrActors.Actors;

/// <summary>Has accesses of the process fault, to learn where its memory is used from
/// (kernel/sched/fair.c:task_numa_work).</summary>
/// <param name="addressSpace">The process.</param>
/// <param name="aim">Which pages.</param>
/// <param name="interval">Time between attempts.</param>
public sealed class NumaHintEnvironment(IActorRef addressSpace, PageAim aim, TimeSpan interval)
    : RepeatingEnvironment<AddressSpaceProtocol.NumaHinted>(interval)
{
    protected override void Attempt() => addressSpace.Tell(new AddressSpaceProtocol.HintNuma(aim.Draw()));
}
