namespace PhyrActors.Testing.Tests;

#pragma warning disable CA2000 // The kit disposes of its system.
public sealed class ParallelTestKitTests() : TestKit(ActorSystem.Create("parallel"))
#pragma warning restore CA2000
{
    [Fact]
    public void The_same_expectations_work_on_a_parallel_system()
    {
        TestProbe probe = CreateTestProbe();
        Watch(probe);

        probe.Tell("message");
        probe.ExpectMsg("message");
        Sys.Stop(probe);

        ExpectTerminated(probe);
    }
}
