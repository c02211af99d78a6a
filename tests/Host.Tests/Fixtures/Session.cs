using System.Diagnostics;
using System.Text.Json;

namespace PhyrActors.Host.Tests;

/// <summary>What a command gave.</summary>
internal sealed record Outcome(int Code, string Output, string Error)
{
    public JsonElement Json => JsonDocument.Parse(Output).RootElement;

    public string LastLine => Output.TrimEnd().Split('\n')[^1];
}

/// <summary>A user with a folder of scenarios.</summary>
internal sealed class Session : IDisposable
{
    /// <summary>A few folios, a fork, a migration and some operations.</summary>
    public const string Small = """
        memory { machine = 64MiB, process = 4MiB, fragmentation = 0 }
        memory.folio-mix { by = size, 2MiB = 0.5, 64KiB = 0.48, 4KiB = 0.02 }
        pin.batch = 256
        link.batch = 16
        load { contexts = 2, region = 2MiB, queue-pairs = 2, operations = 20000, operation = 64KiB }
        load { churn = 1, duration = 1ms }
        p2p { operations = 1000, refused = 500 }
        fork { rate = 2000, shared = 2MiB, child-lifetime = 100us }
        migration.rate = 2000
        limits { steps = 100000, periodic = 2 }
        explore.shrink-time = 0s
        """;

    /// <summary>The repository's own scenarios.</summary>
    public static readonly string Config = FindConfig();

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("phyr");

    public Session() => Scenario = Write("small.conf", Small);

    /// <summary>The file of <see cref="Small"/>.</summary>
    public string Scenario { get; }

    public string PathOf(string name) => Path.Combine(_folder.FullName, name);

    public string Write(string name, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(PathOf(name))!);
        File.WriteAllText(PathOf(name), text);
        return PathOf(name);
    }

    public static Task<Outcome> RunAsync(params string[] arguments) => RunAsync(CancellationToken.None, arguments);

    public static async Task<Outcome> RunAsync(CancellationToken cancellation, params string[] arguments)
    {
        using StringWriter output = new();
        using StringWriter error = new();
        int code = await Cli.RunAsync(arguments, output, error, cancellation);
        return new Outcome(code, output.ToString(), error.ToString());
    }

    /// <summary>The same in a process of its own.</summary>
    public static async Task<Outcome> StartAsync(params string[] arguments)
    {
        ProcessStartInfo start = new("dotnet", [typeof(Cli).Assembly.Location, .. arguments])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Task<string> error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return new Outcome(process.ExitCode, await output, await error);
    }

    /// <summary>Explores with the mutation M9 and gives the trace of what is found.</summary>
    public async Task<string> FindAsync()
    {
        string trace = PathOf("found.phyrtrace");
        await RunAsync("explore", Scenario, "--mutation", "M9", "--schedules", "200", "--out", trace);
        return trace;
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private static string FindConfig()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "PhyrActors.sln")))
        {
            folder = folder.Parent;
        }

        return Path.Combine(folder!.FullName, "config");
    }
}
