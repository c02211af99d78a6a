namespace PhyrActors.Benchmarks;

/// <summary>Runs one set of benchmarks: <c>NAME [--json]</c>.</summary>
internal static class Program
{
    private static readonly IReadOnlyList<(string Name, Func<IEnumerable<Benchmark>> Set)> s_sets =
    [
        ("runtime", RuntimeSet.Benchmarks),
        ("iova", IovaSet.Benchmarks),
        ("pagetable", PageTableSet.Benchmarks),
    ];

    private static int Main(string[] arguments)
    {
        bool json = arguments.Contains("--json");
        string[] names = [.. arguments.Where(argument => argument != "--json")];
        Func<IEnumerable<Benchmark>>? set = names is [string name]
            ? s_sets.FirstOrDefault(candidate => candidate.Name == name).Set
            : null;
        if (set is null)
        {
            string known = string.Join(", ", s_sets.Select(candidate => candidate.Name));
            Console.Error.WriteLine($"usage: NAME [--json], NAME one of: {known}");
            return 2;
        }

        foreach (Benchmark benchmark in set())
        {
            Result result = Runner.Run(benchmark);
            Console.WriteLine(json ? result.ToJson() : result.ToString());
        }

        return 0;
    }
}
