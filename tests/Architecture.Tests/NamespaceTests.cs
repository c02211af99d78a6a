namespace PhyrActors.Architecture.Tests;

/// <summary>Namespaces are flat, one a project, and no name means two things.</summary>
public class NamespaceTests
{
    [Theory]
    [MemberData(nameof(Projects.AllRows), MemberType = typeof(Projects))]
    public void A_project_has_one_namespace_whatever_the_folder(string project)
    {
        string[] allowed = Namespaces(project);

        string[] strangers =
        [
            .. HandWrittenTypes(project).Where(type => !allowed.Contains(type.Namespace))
                .Select(static type => $"{type.Namespace}.{type.Name}"),
        ];

        Offences.AssertNone(strangers);
    }

    [Fact]
    public void No_namespace_equals_the_name_of_a_type()
    {
        IEnumerable<string> words = Projects.All.SelectMany(Namespaces).SelectMany(static name => name.Split('.'));
        IEnumerable<string> types = Projects.All.SelectMany(HandWrittenTypes).Select(static type => type.Name);

        string[] clashes = [.. types.Intersect(words)];

        Offences.AssertNone(clashes);
    }

    // A class named TestKit needs a namespace of another name; what Akka does not have is kept apart from what it has.
    private static string[] Namespaces(string project) => project switch
    {
        "Runtime" => ["PhyrActors.Runtime", "PhyrActors.Seams"],
        "TestKit" => ["PhyrActors.Testing"],
        _ => ["PhyrActors." + project],
    };

    // Left out: what the compiler embeds (attributes in its own namespaces, <Module>), a console program's entry point.
    private static IEnumerable<(string Namespace, string Name)> HandWrittenTypes(string project)
    {
        using CompiledAssembly assembly = new(Projects.AssemblyFile(project));
        return
        [
            .. assembly.OwnTypes
                .Where(static type => !type.Name.StartsWith('<') && type is not { Namespace: "", Name: "Program" })
                .Where(static type => !type.Namespace.StartsWith("System.", StringComparison.Ordinal)
                    && !type.Namespace.StartsWith("Microsoft.", StringComparison.Ordinal)),
        ];
    }
}
