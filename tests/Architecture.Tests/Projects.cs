namespace PhyrActors.Architecture.Tests;

/// <summary>What each project of src may know: the table of the design, row by row.</summary>
internal static class Projects
{
    public static IReadOnlyDictionary<string, string[]> MayName { get; } = new Dictionary<string, string[]>
    {
        ["Model"] = [],
        ["Runtime"] = [],
        ["TestKit"] = ["Runtime"],
        ["Actors"] = ["Model", "Runtime"],
        ["Exploration"] = ["Runtime"],
        ["Scenarios"] = ["Model", "Runtime", "Actors", "Exploration"],
        ["KernelTraces"] = ["Model"],
        ["Host"] = ["Model", "Runtime", "TestKit", "Actors", "Exploration", "Scenarios", "KernelTraces"],
    };

    /// <summary>The packages of the projects that may have any; Host may have all.</summary>
    public static IReadOnlyDictionary<string, string[]> MayUsePackages { get; } = new Dictionary<string, string[]>
    {
        ["TestKit"] = ["xunit.assert", "xunit.abstractions"],
    };

    /// <summary>Where order, time and chance come in from outside only.</summary>
    public static IReadOnlyList<string> Deterministic { get; } = ["Model", "Actors", "Exploration", "Scenarios"];

    /// <summary>The folders under src, one a project.</summary>
    public static IReadOnlyList<string> All { get; } =
        [.. Repository.FilesUnder("src", "").Select(static file => file.Split('/')[1]).Distinct().Order()];

    public static TheoryData<string> AllRows => [.. All];

    public static TheoryData<string> DeterministicRows => [.. Deterministic];

    public static string ProjectFile(string project) => $"src/{project}/{project}.csproj";

    public static string AssemblyName(string project) => project == "Host" ? "phyr" : "PhyrActors." + project;

    public static string AssemblyFile(string project) =>
        Path.Combine(AppContext.BaseDirectory, AssemblyName(project) + ".dll");
}
