using PhyrActors.Scenarios;

namespace PhyrActors.Benchmarks;

/// <summary>config/quick.conf, as it was when this was built.</summary>
internal static class QuickScenario
{
    private static readonly Scenario s_scenario = Read();

    public static IProgram Program() => new ScenarioProgram(s_scenario, MutationSet.None);

    private static Scenario Read()
    {
        Resources resources = new();
        Config reference = ConfigReader.Load(resources, "reference.conf");
        return Scenario.Read("quick", ConfigReader.Load(resources, "quick.conf", []), reference);
    }

    private sealed class Resources : IConfigSource
    {
        public string? TryRead(string name, string? includedFrom)
        {
            using Stream? stream = typeof(Resources).Assembly.GetManifestResourceStream(name);
            if (stream is null)
            {
                return null;
            }

            using StreamReader reader = new(stream);
            return reader.ReadToEnd();
        }

        public string? Environment(string name) => null;
    }
}
