using System.CommandLine;
using PhyrActors.Exploration;

namespace PhyrActors.Host;

/// <summary><c>phyr whatif</c>: follows a trace up to a step, and sees how often other continuations fail.</summary>
internal sealed class WhatIfCommand
{
    private const int BranchesMax = 20;

    private readonly Terminal _terminal;
    private readonly Argument<string> _trace = new("TRACE") { Description = "A trace that explore or shrink saved" };
    private readonly Option<bool> _json = Options.Json;
    private readonly Option<long?> _step =
        Options.Number("--step", "The last step that is as recorded; 0, the default: none", 0);
    private readonly Option<long?> _runs = Options.Number("--runs", "How many continuations; 1000 by default", 1);
    private readonly Option<long?> _seed = Options.Number("--seed", "Draws the continuations; 1 by default", 0);
    private readonly Option<string> _strategy = new("--strategy")
    {
        Description = $"Who decides the order from there on: {StrategyNames.Known}",
        HelpName = "NAME",
        DefaultValueFactory = _ => "pos",
    };

    private WhatIfCommand(Terminal terminal) => _terminal = terminal;

    public static Command Create(Terminal terminal)
    {
        WhatIfCommand whatIf = new(terminal);
        Command command = new("whatif", "Follow a trace up to a step, and see how often other continuations fail")
        {
            whatIf._trace,
            whatIf._step,
            whatIf._runs,
            whatIf._seed,
            whatIf._strategy,
            whatIf._json,
        };
        command.SetAction(whatIf.RunAsync);
        return command;
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        TracedProgram input = TracedProgram.Load(parsed.GetRequiredValue(_trace));
        long step = parsed.GetValue(_step) ?? 0;
        if (step > input.Trace.Steps.Count)
        {
            throw new InputException($"--step: the trace has {input.Trace.Steps.Count} steps, not {step}");
        }

        IStrategy strategy = StrategyNames.Parse(parsed.GetRequiredValue(_strategy), input.Scenario.Strategies);
        if (strategy is DporStrategy or DfsStrategy)
        {
            throw new InputException($"--strategy: {strategy.Name} draws no continuations");
        }

        ExploreOptions options = new()
        {
            Seed = (ulong)(parsed.GetValue(_seed) ?? 1),
            Schedules = parsed.GetValue(_runs) ?? 1000,
            StepsMax = input.Scenario.Limits.StepsMax,
        };
        StopFlag stop = new();
        await using CancellationTokenRegistration stopping = cancellation.Register(stop.Raise);
        BranchShares shares = await Task.Run(
            () => Run(input, (int)step, strategy, options, stop), CancellationToken.None);
        await _terminal.Output.WriteAsync(
            parsed.GetValue(_json) ? JsonOf(input, step, shares) : TextOf(input, step, shares));
        return cancellation.IsCancellationRequested ? ExitCode.Interrupted
            : shares.Failing > 0 ? ExitCode.Violation
            : ExitCode.Ok;
    }

    private static BranchShares Run(
        TracedProgram input, int step, IStrategy strategy, ExploreOptions options, StopFlag stop)
    {
        try
        {
            return WhatIf.Run(input.Program, input.Trace, step, strategy, options, stop);
        }
        catch (ViolationLostException cause)
        {
            throw new InputException($"{input.Path}: {cause.Message}", cause);
        }
    }

    private static string TextOf(TracedProgram input, long step, BranchShares shares)
    {
        TextReport text = new();
        text.Line($"{input.Path}: as recorded for {Units.Count(step)} of {Units.Count(input.Trace.Steps.Count)} steps, "
            + $"then {Units.Count(shares.Runs)} continuations");
        text.Line($"{Percent(shares.Failing, shares.Runs)} violate {input.Trace.Finding.Invariant}, "
            + $"{Percent(shares.FailingOtherwise, shares.Runs)} something else");
        text.Heading("By the next step");
        foreach (BranchShare branch in shares.Branches.Take(BranchesMax))
        {
            text.Line($"  {Percent(branch.Failing, branch.Runs),8} of {Units.Count(branch.Runs),6}  {branch.Next}");
        }

        if (shares.Branches.Count > BranchesMax)
        {
            text.Line($"  and {shares.Branches.Count - BranchesMax} more (--json has all)");
        }

        return text.ToString();
    }

    private static string JsonOf(TracedProgram input, long step, BranchShares shares) => JsonText.Of(json =>
    {
        json.WriteString("trace", input.Path);
        json.WriteString("invariant", input.Trace.Finding.Invariant);
        json.WriteNumber("step", step);
        json.WriteNumber("runs", shares.Runs);
        json.WriteNumber("failing", shares.Failing);
        json.WriteNumber("failingOtherwise", shares.FailingOtherwise);
        json.WriteNumber("share", shares.Runs == 0 ? 0 : Math.Round((double)shares.Failing / shares.Runs, 6));
        json.WriteStartArray("branches");
        foreach (BranchShare branch in shares.Branches)
        {
            json.WriteStartObject();
            json.WriteString("next", branch.Next);
            json.WriteNumber("runs", branch.Runs);
            json.WriteNumber("failing", branch.Failing);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    });

    private static string Percent(long part, long whole) =>
        Units.Percent(whole == 0 ? 0 : (double)part / whole);
}
