using System.CommandLine;
using System.CommandLine.Invocation;
using System.Reflection;

namespace PhyrActors.Host;

/// <summary>All verbs.</summary>
internal static class CommandTree
{
    /// <summary>The product's version, as traces and <c>--version</c> tell it.</summary>
    public static string Version { get; } = typeof(CommandTree).Assembly
        .GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "0.1.0";

    public static RootCommand Create(Terminal terminal, Option<bool> verbose)
    {
        RootCommand root = new("Finds races in how Linux pins memory and maps it for devices.")
        {
            verbose,
            RunCommand.Create(terminal),
            FormatsCommand.Create(terminal),
            ExploreCommand.Create(terminal),
            ReplayCommand.Create(terminal),
            ShrinkCommand.Create(terminal),
            ExplainCommand.Create(terminal),
            WhatIfCommand.Create(terminal),
            ViewCommand.Create(terminal),
            SoakCommand.Create(terminal),
            ReportCommand.Create(terminal),
            FaultsCommand.Create(terminal),
            ZooCommand.Create(terminal),
            SampleCommand.Create(terminal),
        };
        root.Directives.Clear();
        foreach (VersionOption version in root.Options.OfType<VersionOption>())
        {
            version.Action = new VersionAction();
        }

        return root;
    }

    private sealed class VersionAction : SynchronousCommandLineAction
    {
        public override bool ClearsParseErrors => true;

        public override int Invoke(ParseResult parseResult)
        {
            parseResult.InvocationConfiguration.Output.WriteLine(Version);
            return ExitCode.Ok;
        }
    }
}
