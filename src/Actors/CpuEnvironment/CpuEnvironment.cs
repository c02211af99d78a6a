namespace PhyrActors.Actors;

/// <summary>Stores of the process itself, which fault pages in and part shared ones (mm/memory.c:do_wp_page).</summary>
/// <param name="addressSpace">The process.</param>
/// <param name="aim">Which pages.</param>
/// <param name="interval">Time between attempts.</param>
public sealed class CpuEnvironment(IActorRef addressSpace, PageAim aim, TimeSpan interval)
    : RepeatingEnvironment<AddressSpaceProtocol.Populated>(interval)
{
    protected override void Attempt() =>
        addressSpace.Tell(new AddressSpaceProtocol.Populate(aim.Draw(), Write: true));
}
