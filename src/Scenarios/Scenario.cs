using PhyrActors.Exploration;
using PhyrActors.Model;

namespace PhyrActors.Scenarios;

/// <summary>A scenario file with its defaults, checked: what a world is built from.</summary>
public sealed class Scenario
{
    /// <summary>Parts whose keys are free: rows of cost tables and sites of choices.</summary>
    private static readonly string[] s_open = ["costs.message", "costs.latency", "costs.work", "choices"];

    private readonly Config _config;
    private ulong _seed;
    private Config? _seeded;

    private Scenario(string name, Config config)
    {
        Name = name;
        (_config, _seed) = (config, (ulong)Bounds.Long(config, "seed", 0));
        Memory = MemorySettings.Read(config);
        Machine = MachineSettings.Read(config);
        Units = UnitSettings.Read(config);
        Load = LoadSettings.Read(config, Memory);
        Environment = EnvironmentSettings.Read(config);
        Dma = DmaSettings.Read(config, Memory);
        PinCaller = PinCallerSettings.Read(config, Memory);
        QueueCallers = QueueCallerSettings.Read(config);
        Guest = GuestSettings.Read(config, Memory);
        Buffer = BufferSettings.Read(config);
        Limits = LimitSettings.Read(config);
        Strategies = ExploreSettings.Read(config);
        Liveness = ExploreSettings.ReadLiveness(config);
        IsRepeated = config.GetBoolean("explore.second-process");
        ShrinkTime = Bounds.Time(config, "explore.shrink-time");
        Yardstick = YardstickSettings.Read(config);
        Kernel = ReadKernel(config);
        Promises = ReadPromises(config);
        IsReversed = config.GetBoolean("world.reverse");
        CostBounds.Check(config);
        Faults = FaultSettings.Read(config);
    }

    public string Name { get; }

    /// <summary>Every key, resolved; its text is all that a trace needs to build the same world again.</summary>
    public Config Config => _seeded ??= _seed == (ulong)Bounds.Long(_config, "seed", 0)
        ? _config
        : ConfigurationFactory.ParseString($"seed = {_seed}", "seed").WithFallback(_config);

    public ulong Seed => _seed;

    /// <summary>Which kernel the model behaves as.</summary>
    public KernelVersion Kernel { get; }

    /// <summary>Race windows that the scenario promises to open.</summary>
    public IReadOnlyList<string> Promises { get; }

    public LimitSettings Limits { get; }

    /// <summary>What strategies need to know.</summary>
    public StrategySettings Strategies { get; }

    /// <summary>When explored runs must come to rest, or null: at the step limit.</summary>
    public LivenessBounds? Liveness { get; }

    /// <summary>Whether some runs of a search are run again in a second process.</summary>
    public bool IsRepeated { get; }

    /// <summary>How long to shrink the trace of a finding at most; zero: not at all.</summary>
    public TimeSpan ShrinkTime { get; }

    /// <summary>The toy program that stands in the place of a world, if any.</summary>
    public YardstickSettings Yardstick { get; }

    /// <summary>Whether the actors are made in reverse order.</summary>
    internal bool IsReversed { get; }

    internal MemorySettings Memory { get; }

    internal MachineSettings Machine { get; }

    internal UnitSettings Units { get; }

    internal LoadSettings Load { get; }

    internal EnvironmentSettings Environment { get; }

    internal DmaSettings Dma { get; }

    internal PinCallerSettings PinCaller { get; }

    internal QueueCallerSettings QueueCallers { get; }

    internal GuestSettings Guest { get; }

    internal BufferSettings Buffer { get; }

    /// <summary>What may fail.</summary>
    internal FaultSettings Faults { get; }

    /// <summary>The same scenario under another seed.</summary>
    public Scenario WithSeed(ulong seed)
    {
        Scenario other = (Scenario)MemberwiseClone();
        (other._seed, other._seeded) = (seed, null);
        return other;
    }

    /// <param name="name">What to call it, such as its file's name.</param>
    /// <param name="scenario">The file, its includes resolved and <c>--set</c> laid over.</param>
    /// <param name="reference">The defaults: every known key.</param>
    /// <exception cref="ConfigurationException">An unknown key, a wrong unit, a value out of range: one line with
    /// file, line and column.</exception>
    public static Scenario Read(string name, Config scenario, Config reference)
    {
        ArgumentNullException.ThrowIfNull(scenario);
        IReadOnlyList<UnknownKey> unknown = UnknownKeys.Find(
            scenario, reference.WithFallback(FaultSettings.Known), s_open);
        if (unknown.Count > 0)
        {
            throw new ConfigurationException(unknown[0].ToString());
        }

        return new Scenario(name, scenario.WithFallback(reference));
    }

    /// <summary>The same with another value for a key.</summary>
    /// <exception cref="ConfigurationException">No scenario can have it.</exception>
    internal Scenario With(string assignment) =>
        new(Name, ConfigurationFactory.ParseString(assignment, "change").WithFallback(Config));

    private static KernelVersion ReadKernel(Config config)
    {
        string[] names = [.. KernelVersion.All.Select(static kernel => kernel.Name)];
        string name = Bounds.OneOf(config, "kernel", names);
        return KernelVersion.All.First(kernel => kernel.Name == name);
    }

    private static string[] ReadPromises(Config config)
    {
        string[] known = [.. new RaceWindows().All.Select(window => window.Name)];
        string[] promised = [.. config.GetStringList("sometimes")];
        string? unknown = Array.Find(promised, name => !known.Contains(name));
        return unknown is null
            ? promised
            : throw new ConfigurationException(
                $"{config.Origin("sometimes")}: key 'sometimes': expected names of race windows "
                + $"('{string.Join("', '", known)}'), found '{unknown}'");
    }
}
