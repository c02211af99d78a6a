using System.CommandLine;

namespace PhyrActors.Host;

/// <summary>Says in one line what is wrong with a command line.</summary>
internal static class Usage
{
    public static string? ComplaintOf(ParseResult parsed)
    {
        if (parsed.Errors is not [var first, ..])
        {
            return null;
        }

        Command command = parsed.CommandResult.Command;
        string help = $"(see {PathOf(parsed)} --help)";
        return parsed.UnmatchedTokens is [var word, ..]
            ? $"{KindOf(word, command)} '{word}' is unknown{Nearest.Hint(word, KnownTo(word, command))} {help}"
            : $"{first.Message.TrimEnd('.')} {help}";
    }

    private static string KindOf(string word, Command command) =>
        IsOption(word) ? "option" : command.Subcommands.Count > 0 ? "command" : "argument";

    private static IReadOnlyList<string> KnownTo(string word, Command command) =>
        IsOption(word) || command.Subcommands.Count == 0
            ? [.. command.Options.Select(option => option.Name)]
            : [.. command.Subcommands.Select(verb => verb.Name)];

    private static bool IsOption(string word) => word.StartsWith('-');

    private static string PathOf(ParseResult parsed) =>
        parsed.CommandResult.Command is RootCommand ? "phyr" : $"phyr {parsed.CommandResult.Command.Name}";
}
