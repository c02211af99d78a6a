using PhyrActors.Offender;

namespace PhyrActors.Architecture.Tests;

/// <summary>Where the world outside the process may be touched, judged by the types that compiled code names.</summary>
public class PurityTests
{
    private static readonly string[] s_outside =
    [
        "System.Console",
        "System.Diagnostics.Process",
        "System.IO.Directory",
        "System.IO.File",
        "System.IO.RandomAccess",
        "System.Net.",
    ];

    [Fact]
    public void The_model_names_nothing_of_streams_files_networks_consoles_or_processes()
    {
        string[] named = NamedTypes("Model", ["System.IO.", .. s_outside]);

        Offences.AssertNone(named);
    }

    [Theory]
    [InlineData("Actors")]
    [InlineData("Exploration")]
    [InlineData("Scenarios")]
    [InlineData("KernelTraces")]
    public void A_project_that_gets_its_texts_from_outside_opens_nothing(string project)
    {
        string[] named = NamedTypes(project, s_outside);

        Offences.AssertNone(named);
    }

    [Fact]
    public void The_runtime_opens_no_files()
    {
        string[] named = NamedTypes("Runtime", ["System.IO.Directory", "System.IO.File", "System.IO.RandomAccess"]);

        Offences.AssertNone(named);
    }

    [Theory]
    [InlineData("System.Console")]
    [InlineData("System.Diagnostics.Process")]
    [InlineData("System.IO.File")]
    [InlineData("System.Net.IPAddress")]
    public void A_planted_impurity_is_seen(string type)
    {
        using CompiledAssembly offender = new(typeof(Impure).Assembly.Location);

        string[] named = [.. Named(offender, s_outside)];

        Assert.Contains(type, named);
    }

    private static string[] NamedTypes(string project, string[] prefixes)
    {
        if (!Projects.All.Contains(project))
        {
            return [];
        }

        using CompiledAssembly assembly = new(Projects.AssemblyFile(project));
        return [.. Named(assembly, prefixes)];
    }

    // Naming an exception opens nothing.
    private static IEnumerable<string> Named(CompiledAssembly assembly, string[] prefixes) =>
        assembly.NamedTypes.Where(type => prefixes.Any(prefix => type.StartsWith(prefix, StringComparison.Ordinal))
            && !type.EndsWith("Exception", StringComparison.Ordinal));
}
