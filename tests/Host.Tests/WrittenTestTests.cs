using System.Diagnostics;

namespace PhyrActors.Host.Tests;

/// <summary>The xunit test that <c>phyr shrink</c> writes, in a project that has nothing but it.</summary>
public sealed class WrittenTestTests : IDisposable
{
    private static readonly string s_repository = Path.GetDirectoryName(Session.Config)!;

    private readonly Session _session = new();

    public void Dispose() => _session.Dispose();

    [Fact]
    public async Task In_an_empty_project_it_passes_and_fails_where_the_defect_is_no_more()
    {
        string trace = _session.PathOf("found.phyrtrace");
        await Session.RunAsync(
            "explore", Path.Combine(Session.Config, "quick.conf"), "--mutation", "M9", "--schedules", "200",
            "--set", "explore.shrink-time=0s", "--out", trace);
        await Session.RunAsync("shrink", trace, "--runs", "200");
        string written = await File.ReadAllTextAsync(_session.PathOf("found.min.cs"));
        _session.Write("empty/Found.cs", written);
        _session.Write("empty/Cured.cs", written
            .Replace("class Trace_of_I_1", "class Cured", StringComparison.Ordinal)
            .Replace(
                "ScenarioProgram.Of(provenance)",
                "ScenarioProgram.Of(provenance with { Mutations = [] })",
                StringComparison.Ordinal));

        _session.Write(
            "empty/Directory.Packages.props",
            await File.ReadAllTextAsync(Path.Combine(s_repository, "Directory.Packages.props")));

        string output = await TestAsync(_session.Write("empty/Empty.csproj", Project()));

        string[] expected =
        [
            "Passed Trace_of_I_1.M9_violates_I_1", "Passed Trace_of_I_1.The_same_schedule_without_M9_keeps_I_1",
            "Failed Cured.M9_violates_I_1", "Passed Cured.The_same_schedule_without_M9_keeps_I_1",
        ];
        Assert.All(expected, line => Assert.True(output.Contains(line, StringComparison.Ordinal), output));
    }

    /// <summary>xunit, and what the program is built from; versions as the repository has them.</summary>
    private static string Project()
    {
        string references = string.Concat(new[] { "Model", "Runtime", "Actors", "Exploration", "Scenarios" }.Select(
            static name => $"<Reference Include=\"{AppContext.BaseDirectory}PhyrActors.{name}.dll\" />"));
        return $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <TargetFramework>net10.0</TargetFramework>
                <ManagePackageVersionsCentrally>true</ManagePackageVersionsCentrally>
                <TreatWarningsAsErrors>true</TreatWarningsAsErrors>
                <NuGetAudit>false</NuGetAudit>
              </PropertyGroup>
              <ItemGroup>
                <PackageReference Include="Microsoft.NET.Test.Sdk" />
                <PackageReference Include="xunit" />
                <PackageReference Include="xunit.runner.visualstudio" />
                {references}
              </ItemGroup>
            </Project>
            """;
    }

    private static async Task<string> TestAsync(string project)
    {
        ProcessStartInfo start = new("dotnet", ["test", project, "--logger", "console;verbosity=normal"])
        {
            WorkingDirectory = Path.GetDirectoryName(project)!,
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Task<string> error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return await output + await error;
    }
}
