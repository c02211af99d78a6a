namespace PhyrActors.Scenarios;

/// <summary>A scenario file with its defaults, checked: what a world is built from.</summary>
public sealed class Scenario
{
    /// <summary>Parts whose keys are free: rows of cost tables and sites of choices.</summary>
    private static readonly string[] s_open = ["costs.message", "costs.latency", "costs.work", "choices"];

    private Scenario(string name, Config config)
    {
        Name = name;
        Config = config;
        Bounds.Require(config, "seed", config.GetLong("seed") >= 0, "a whole number that is not negative");
        RequireKnownWindows(config);
        Memory = MemorySettings.Read(config);
        Machine = MachineSettings.Read(config);
        Load = LoadSettings.Read(config, Memory);
        Limits = LimitSettings.Read(config);
    }

    public string Name { get; }

    /// <summary>Every key, resolved; its text is all that a trace needs to build the same world again.</summary>
    public Config Config { get; }

    public ulong Seed => (ulong)Config.GetLong("seed");

    /// <summary>Race windows that the scenario promises to open.</summary>
    public IReadOnlyList<string> Promises => [.. Config.GetStringList("sometimes")];

    public LimitSettings Limits { get; }

    internal MemorySettings Memory { get; }

    internal MachineSettings Machine { get; }

    internal LoadSettings Load { get; }

    /// <param name="name">What to call it, such as its file's name.</param>
    /// <param name="scenario">The file, its includes resolved and <c>--set</c> laid over.</param>
    /// <param name="reference">The defaults: every known key.</param>
    /// <exception cref="ConfigurationException">An unknown key, a wrong unit, a value out of range: one line with
    /// file, line and column.</exception>
    public static Scenario Read(string name, Config scenario, Config reference)
    {
        ArgumentNullException.ThrowIfNull(scenario);
        IReadOnlyList<UnknownKey> unknown = UnknownKeys.Find(scenario, reference, s_open);
        if (unknown.Count > 0)
        {
            throw new ConfigurationException(unknown[0].ToString());
        }

        return new Scenario(name, scenario.WithFallback(reference));
    }

    /// <summary>A promise that nothing can keep is a slip of the keyboard.</summary>
    private static void RequireKnownWindows(Config config)
    {
        string[] known = [.. new RaceWindows().All.Select(window => window.Name)];
        foreach (string name in config.GetStringList("sometimes").Except(known, StringComparer.Ordinal))
        {
            throw new ConfigurationException(
                $"{config.Origin("sometimes")}: key 'sometimes': there is no race window '{name}', only "
                + string.Join(" and ", known.Select(window => $"'{window}'")));
        }
    }
}
