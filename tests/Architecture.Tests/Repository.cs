using System.Diagnostics;

namespace PhyrActors.Architecture.Tests;

/// <summary>The files that belong to the project, by paths relative to its root with forward slashes.</summary>
internal static class Repository
{
    private static readonly string[] s_generatedFolders = ["bin", "obj", "artifacts", "TestResults", ".git"];

    public static string Root { get; } = FindRoot();

    /// <summary>Tracked files and new ones that are not ignored; without git, all but what is generated.</summary>
    public static IReadOnlyList<string> Files { get; } =
        [.. (AskGit() ?? Walk()).Where(file => File.Exists(Absolute(file))).Order(StringComparer.Ordinal)];

    public static string Absolute(string file) => Path.Combine(Root, file);

    public static string ReadText(string file) => File.ReadAllText(Absolute(file));

    public static string[] ReadLines(string file) => File.ReadAllLines(Absolute(file));

    public static IEnumerable<string> FilesUnder(string folder, string extension) =>
        Files.Where(file => file.StartsWith(folder + "/", StringComparison.Ordinal)
            && file.EndsWith(extension, StringComparison.Ordinal));

    private static string FindRoot()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "PhyrActors.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException("No folder above holds PhyrActors.sln.");
    }

    private static string[]? AskGit()
    {
        ProcessStartInfo start = new("git", ["ls-files", "-z", "--cached", "--others", "--exclude-standard"])
        {
            WorkingDirectory = Root,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        try
        {
            using Process git = Process.Start(start)!;
            git.ErrorDataReceived += static (_, _) => { };
            git.BeginErrorReadLine();
            string names = git.StandardOutput.ReadToEnd();
            git.WaitForExit();
            return git.ExitCode == 0 ? names.Split('\0', StringSplitOptions.RemoveEmptyEntries) : null;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }

    private static IEnumerable<string> Walk() =>
        Directory.EnumerateFiles(Root, "*", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(Root, file).Replace('\\', '/'))
            .Where(file => !file.Split('/').Intersect(s_generatedFolders, StringComparer.Ordinal).Any());
}
