using System.CommandLine;
using PhyrActors.Scenarios;

namespace PhyrActors.Host;

/// <summary><c>phyr formats</c>: what a scenario's memory costs in each format.</summary>
internal static class FormatsCommand
{
    public static Command Create(Terminal terminal)
    {
        ScenarioOptions from = new();
        Option<bool> json = Options.Json;
        Command command = new("formats", "Compare what a scenario's memory costs in each format");
        from.AddTo(command);
        command.Add(json);
        command.SetAction(async (parsed, _) =>
        {
            (Scenario scenario, Model.MutationSet _) = from.Read(parsed);
            FormatSurvey survey = FormatSurvey.Of(scenario);
            await terminal.Output.WriteAsync(
                parsed.GetValue(json) ? FormatsReport.JsonOf(survey) : FormatsReport.TextOf(survey));
            return ExitCode.Ok;
        });
        return command;
    }
}
