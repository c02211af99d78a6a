using PhyrActors.Model;
using PhyrActors.Scenarios;

namespace PhyrActors.Host;

/// <summary>A soak and what is to be said of it.</summary>
internal sealed record SoakReport(
    string Store,
    SoakHeader Header,
    SoakBudget Budget,
    SoakSnapshot Latest,
    IReadOnlyList<SoakSession> Sessions,
    IReadOnlyList<SoakFinding> Findings,
    IReadOnlyList<SoakMetric> Metrics)
{
    /// <summary>Of the longest session.</summary>
    public Flatness Flatness { get; } = Flatness.Of(Metrics);

    /// <summary>Which kernel the worlds behaved as; a store from before there was a choice does not say.</summary>
    public KernelVersion Kernel { get; } = KernelOf(Header);

    public static SoakReport Of(
        string store, SoakHeader header, SoakBudget budget, SoakSnapshot latest, SoakReader reader) =>
        new(store, header, budget, latest, reader.Sessions(), reader.Findings(), reader.Metrics());

    /// <summary>The same with findings that are not in the store, or are there without their trace.</summary>
    public SoakReport With(IReadOnlyList<SoakFinding> unwritten) => this with
    {
        Findings =
        [
            .. Findings.Concat(unwritten)
                .GroupBy(static found => (found.Seed, found.Finding.Invariant))
                .Select(static same => same.Last()),
        ],
    };

    /// <summary>Race windows that the scenario promises and that no world opened.</summary>
    public IReadOnlyList<string> Broken(Scenario scenario) => Latest.Totals.Runs == 0
        ? []
        :
        [
            .. scenario.Promises.Where(name =>
                Latest.Windows.All(window => window.Name != name || window.Times == 0)),
        ];

    /// <summary>The command that runs a finding's world again.</summary>
    public string RunAgain(SoakFinding found)
    {
        if (found.TraceFile is { } trace)
        {
            return ShellText.Replay(trace);
        }

        string mutations = Header.Mutations.Length == 0 ? string.Empty : $" --mutation {Header.Mutations}";
        string parallel = Header.Mode == SoakMode.Parallel ? " --parallel" : string.Empty;
        return $"phyr run {SoakFolder.ScenarioOf(Store)} --seed {found.Seed}{mutations}{parallel}";
    }

    /// <summary>Whether an invariant is known to break with this kernel, or is news.</summary>
    public string RemarkOn(string invariant) =>
        KernelText.RemarkOn(invariant, Kernel, Resources.ExpectedOf(Kernel));

    private static KernelVersion KernelOf(SoakHeader header)
    {
        string? name = ConfigurationFactory.ParseString(header.ScenarioText, header.Scenario)
            .GetString("kernel", KernelVersion.Fixed.Name);
        return KernelVersion.All.First(kernel => kernel.Name == name);
    }
}
