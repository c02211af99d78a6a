namespace PhyrActors.Exploration;

/// <summary>Everything that a replay of one run needs.</summary>
/// <param name="Provenance">What was run.</param>
/// <param name="Seed">The seed of the exploration.</param>
/// <param name="ScheduleIndex">Which schedule of the strategy it was.</param>
/// <param name="Strategy">The strategy's name.</param>
/// <param name="PeriodicMax">How often a periodic timer fired at most.</param>
/// <param name="StartChoices">Choices made before the first step.</param>
/// <param name="Steps">Every step in order, creations too: step n of the run is entry n - 1.</param>
/// <param name="FinalHash">The rolling hash at the end.</param>
/// <param name="End">Why the run ended.</param>
/// <param name="Finding">The finding for which the trace was kept.</param>
public sealed record Trace(
    Provenance Provenance,
    ulong Seed,
    long ScheduleIndex,
    string Strategy,
    int PeriodicMax,
    IReadOnlyList<TraceChoice> StartChoices,
    IReadOnlyList<TraceStep> Steps,
    ulong FinalHash,
    RunEnd End,
    Finding Finding)
{
    /// <summary>The program that was run, when this process ran it; a trace from a file has none.</summary>
    public IProgram? Program { get; init; }

    /// <summary>The run's rolling hash as it was when each step began, and last as it was at the end.</summary>
    public IEnumerable<ulong> RollingHash()
    {
        ulong hash = Identities.HashStart;
        IReadOnlyList<TraceChoice> choices = StartChoices;
        foreach (TraceStep step in Steps)
        {
            hash = SplitMix64.Mix(Mix(hash, choices), step.Id);
            choices = step.Choices;
            yield return hash;
        }

        yield return Mix(hash, choices);
    }

    /// <summary>What decided the run.</summary>
    public Recording ToRecording()
    {
        Recording recording = new();
        AddChoices(recording, StartChoices);
        foreach (TraceStep step in Steps)
        {
            if (step.Kind != StepKind.Creation)
            {
                recording.AddPick(step.Id);
            }

            AddChoices(recording, step.Choices);
        }

        return recording;
    }

    private static ulong Mix(ulong hash, IReadOnlyList<TraceChoice> choices)
    {
        foreach (TraceChoice choice in choices)
        {
            hash = SplitMix64.Mix(hash, (ulong)choice.Chosen);
        }

        return hash;
    }

    private static void AddChoices(Recording recording, IReadOnlyList<TraceChoice> choices)
    {
        foreach (TraceChoice choice in choices)
        {
            recording.AddChoice(choice);
        }
    }
}

/// <summary>One step of a trace.</summary>
/// <param name="Id">The message's identity.</param>
/// <param name="Kind">What was delivered.</param>
/// <param name="ActorId">The receiver's identity.</param>
/// <param name="Actor">The receiver's path.</param>
/// <param name="Message">The message's class.</param>
/// <param name="TimerKey">The key of the timer that fired, in words; empty for all other kinds.</param>
/// <param name="Cause">The number of the step that sent it, from 1; 0: the world outside.</param>
/// <param name="Choices">The choices made inside the step.</param>
public sealed record TraceStep(
    ulong Id,
    StepKind Kind,
    ulong ActorId,
    string Actor,
    string Message,
    string TimerKey,
    int Cause,
    IReadOnlyList<TraceChoice> Choices)
{
    public override string ToString() => $"{StepText.Of(Kind, Message, Actor)} ({Id:x16})";
}

/// <summary>What was run: enough for another process to build the same program.</summary>
/// <param name="ProductVersion">The version of the product that ran it.</param>
/// <param name="ProgramText">The scenario with all its overrides; opaque here.</param>
/// <param name="Mutations">The names of the defects that were put in.</param>
public sealed record Provenance(string ProductVersion, string ProgramText, IReadOnlyList<string> Mutations)
{
    public static readonly Provenance None = new(string.Empty, string.Empty, []);
}
