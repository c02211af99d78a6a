using System.CommandLine;
using System.CommandLine.Parsing;

namespace PhyrActors.Host;

/// <summary>Says in one line what is wrong with a command line.</summary>
internal static class Usage
{
    /// <summary>Null for a command line that makes sense.</summary>
    public static string? ComplaintOf(ParseResult parsed)
    {
        Command command = parsed.CommandResult.Command;
        string? complaint = parsed switch
        {
            { UnmatchedTokens: [var word, ..], Errors.Count: > 0 } => AboutUnknown(word, command),
            { Errors: [var first, ..] } when command.Subcommands.Count == 0 => first.Message.TrimEnd('.'),
            { Errors.Count: > 0 } => $"there is no command{Nearest.HintOrList(string.Empty, VerbsOf(command))}",
            _ when OptionTakenForArgument(parsed) is { } word => AboutUnknown(word, command),
            _ => null,
        };
        return complaint is null ? null : $"{complaint} (see {PathOf(command)} --help)";
    }

    private static string AboutUnknown(string word, Command command)
    {
        if (word.StartsWith('-'))
        {
            string[] options = [.. command.Options.Select(option => option.Name)];
            return $"option '{word}' is unknown{Nearest.HintOrList(word, options)}";
        }

        return command.Subcommands.Count > 0
            ? $"command '{word}' is unknown{Nearest.HintOrList(word, VerbsOf(command))}"
            : $"'{word}' is one argument too many";
    }

    /// <summary>The parser takes a misspelt option for a file name where one is still missing.</summary>
    private static string? OptionTakenForArgument(ParseResult parsed) => parsed.CommandResult.Children
        .OfType<ArgumentResult>()
        .SelectMany(argument => argument.Tokens)
        .Select(token => token.Value)
        .FirstOrDefault(word => word.StartsWith('-'));

    private static string[] VerbsOf(Command command) => [.. command.Subcommands.Select(verb => verb.Name)];

    private static string PathOf(Command command) => command is RootCommand ? "phyr" : $"phyr {command.Name}";
}
