namespace PhyrActors.Benchmarks;

/// <summary>Runs one set of benchmarks: <c>NAME [--json]</c>; or the stress of short bursts, <c>burst</c>.</summary>
internal static class Program
{
    private static readonly IReadOnlyList<(string Name, Func<IEnumerable<IReportLine>> Lines)> s_sets =
    [
        ("runtime", () => RuntimeSet.Benchmarks().Select(Runner.Run)),
        ("iova", () => IovaSet.Benchmarks().Select(Runner.Run)),
        ("pagetable", () => PageTableSet.Benchmarks().Select(Runner.Run)),
        ("ranges", RangesSet.Lines),
        ("pin", PinSet.Lines),
        ("parallel", ParallelSet.Lines),
        ("explore", () => ExploreSet.Benchmarks().Select(Runner.Run)),
    ];

    private static int Main(string[] arguments)
    {
        if (arguments is ["burst", .. string[] rest])
        {
            return BurstCommand.Run(rest);
        }

        bool json = arguments.Contains("--json");
        string[] names = [.. arguments.Where(argument => argument != "--json")];
        Func<IEnumerable<IReportLine>>? lines = names is [string name]
            ? s_sets.FirstOrDefault(candidate => candidate.Name == name).Lines
            : null;
        if (lines is null)
        {
            string known = string.Join(", ", s_sets.Select(candidate => candidate.Name));
            Console.Error.WriteLine($"usage: NAME [--json], NAME one of: {known}");
            return 2;
        }

        foreach (IReportLine line in lines())
        {
            Console.WriteLine(json ? line.ToJson() : line.ToString());
        }

        return 0;
    }
}
