using PhyrActors.Runtime;
using Xunit.Abstractions;

namespace PhyrActors.Testing;

/// <summary>The base of a test class of actors: a system, and an actor that receives for the test.</summary>
/// <remarks>The system is a controlled one in which nothing but timers costs time, unless another is given, or the
/// switch PhyrActors.Testing.Parallel of the test program asks for real threads. Code of the test sends in the name of
/// <see cref="TestKitBase.TestActor"/>, also after an await.</remarks>
public class TestKit : TestKitBase, IDisposable
{
    /// <summary>The seed of the kit's own systems.</summary>
    internal const ulong Seed = 1;

    private const string SchedulerKey = "akka.scheduler.implementation";

#pragma warning disable CA2000 // The kit's own system goes with the kit, as Sys.
    public TestKit(ActorSystem? system = null, ITestOutputHelper? output = null)
        : base(system ?? NewSystem("test"), output)
    {
        ActorRefImplicitSenderExtensions.Outside = TestActor;
    }

    public TestKit(ActorSystem? system, string? actorSystemName, ITestOutputHelper? output = null)
        : this(system ?? NewSystem(actorSystemName ?? "test"), output)
    {
    }

    /// <param name="config">HOCON; see <see cref="TestKit(Config, string, ITestOutputHelper)"/>.</param>
    /// <param name="output">Where a test's output goes.</param>
    public TestKit(string config, ITestOutputHelper? output = null)
        : this(ConfigurationFactory.ParseString(config), null, output)
    {
    }

    /// <param name="config">Only <c>akka.scheduler.implementation</c> means something here, when it names
    /// <see cref="TestScheduler"/>: then the system is a controlled one in any case. The rest are settings of
    /// Akka.NET's own kit, loggers and dispatchers.</param>
    /// <param name="actorSystemName">The name of the kit's own system.</param>
    /// <param name="output">Where a test's output goes.</param>
    public TestKit(Config config, string? actorSystemName = null, ITestOutputHelper? output = null)
        : this(NamesTestScheduler(config) ? NewControlledSystem(actorSystemName) : null, actorSystemName, output)
    {
        if (NamesTestScheduler(config))
        {
            StopTime();
        }
    }

#pragma warning restore CA2000

    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Called after the test and before its system goes.</summary>
    protected virtual void AfterAll()
    {
    }

    protected virtual void Dispose(bool disposing)
    {
        AfterAll();
        ActorRefImplicitSenderExtensions.Outside = null;
        Sys.Dispose();
    }

    private static ActorSystem NewSystem(string name) =>
        AppContext.TryGetSwitch("PhyrActors.Testing.Parallel", out bool parallel) && parallel
            ? new ParallelSystem(name)
            : NewControlledSystem(name);

    private static ControlledSystem NewControlledSystem(string? name) =>
        new(name ?? "test", new ControlledSettings { Seed = Seed, Costs = new FreeCosts() });

    private static bool NamesTestScheduler(Config config)
    {
        ArgumentNullException.ThrowIfNull(config);
        return config.HasPath(SchedulerKey)
            && config.GetString(SchedulerKey).Split(',') is [var type, ..]
            && type.EndsWith("." + nameof(TestScheduler), StringComparison.Ordinal);
    }
}
