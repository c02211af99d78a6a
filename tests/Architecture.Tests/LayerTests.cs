using System.Reflection;
using System.Xml.Linq;

namespace PhyrActors.Architecture.Tests;

/// <summary>Holds the project files and the built assemblies against the table in <see cref="Projects"/>.</summary>
public class LayerTests
{
    [Fact]
    public void Every_project_of_src_has_a_row()
    {
        string[] rows = [.. Projects.MayName.Keys];

        string[] unknown = [.. Projects.All.Except(rows)];

        Offences.AssertNone(unknown);
    }

    [Fact]
    public void Every_project_of_src_has_tests_of_its_own()
    {
        string[] untested =
            [.. Projects.All.Where(static p => !Repository.Files.Contains($"tests/{p}.Tests/{p}.Tests.csproj"))];

        Offences.AssertNone(untested);
    }

    [Fact]
    public void Every_project_is_in_the_solution()
    {
        string solution = Repository.ReadText("PhyrActors.sln").Replace('\\', '/');

        string[] missing = [.. Projects.All.Where(p => !solution.Contains(Projects.ProjectFile(p)))];

        Offences.AssertNone(missing);
    }

    [Theory]
    [MemberData(nameof(Projects.AllRows), MemberType = typeof(Projects))]
    public void A_project_refers_only_to_the_projects_of_its_row(string project)
    {
        string[] allowed = Projects.MayName[project];

        string[] surplus = [.. ProjectReferences(project).Except(allowed)];

        Offences.AssertNone(surplus);
    }

    [Theory]
    [MemberData(nameof(Projects.AllRows), MemberType = typeof(Projects))]
    public void An_assembly_refers_only_to_the_assemblies_of_its_row(string project)
    {
        string[] allowed = [.. Projects.MayName[project].Select(Projects.AssemblyName)];

        string[] surplus =
        [
            .. Assembly.LoadFrom(Projects.AssemblyFile(project)).GetReferencedAssemblies()
                .Select(static reference => reference.Name!)
                .Where(static name => name is "phyr" || name.StartsWith("PhyrActors.", StringComparison.Ordinal))
                .Except(allowed),
        ];

        Offences.AssertNone(surplus);
    }

    [Theory]
    [MemberData(nameof(Projects.AllRows), MemberType = typeof(Projects))]
    public void Only_the_host_takes_packages_freely(string project)
    {
        string[] packages = Packages(XDocument.Load(Repository.Absolute(Projects.ProjectFile(project))));
        string[] allowed = project == "Host" ? packages : Projects.MayUsePackages.GetValueOrDefault(project, []);

        string[] surplus = [.. packages.Except(allowed)];

        Offences.AssertNone(surplus);
    }

    private static string[] ProjectReferences(string project)
    {
        XDocument file = XDocument.Load(Repository.Absolute(Projects.ProjectFile(project)));
        XDocument shared = XDocument.Load(Repository.Absolute("Directory.Build.targets"));
        string surface = file.Descendants("ActorSurface").FirstOrDefault()?.Value ?? "";
        return [.. References(file).Concat(shared.Descendants("ItemGroup").Where(IsSupplied).SelectMany(References))];

        // Two shapes of condition: any surface, or one by name; both spelled as in Directory.Build.targets.
        bool IsSupplied(XElement group)
        {
            string condition = group.Attribute("Condition")?.Value ?? "";
            return surface.Length > 0
                && (condition.Contains("'$(ActorSurface)' != ''")
                    || condition.Contains($"'$(ActorSurface)' == '{surface}'"));
        }
    }

    private static IEnumerable<string> References(XContainer container) =>
        container.Descendants("ProjectReference")
            .Select(static reference => reference.Attribute("Include")!.Value.Replace('\\', '/'))
            .Select(static path => Path.GetFileNameWithoutExtension(path));

    private static string[] Packages(XDocument file) =>
        [.. file.Descendants("PackageReference").Select(static package => package.Attribute("Include")!.Value)];
}
