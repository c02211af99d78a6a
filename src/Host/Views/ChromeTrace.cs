using System.Text.Json;
using PhyrActors.Exploration;

namespace PhyrActors.Host;

/// <summary>A run in Chrome's trace event format, which Perfetto opens: a thread for each actor, a slice for each step,
/// a flow arrow from each step to those that its messages caused.</summary>
/// <remarks>Time is the order of the run, a microsecond a step: explored runs have no durations, and the clocks of
/// actors do not order them. Viewers count from the first event, so that step n stands at n - 1 microseconds there; its
/// number and its virtual time are among the arguments. Source: Trace Event Format, Google, 2016.</remarks>
internal sealed class ChromeTrace
{
    private const double StepMicroseconds = 1;
    private const double SliceMicroseconds = 0.8;

    private readonly RecordedRun _run;
    private readonly Utf8JsonWriter _json;

    private ChromeTrace(RecordedRun run, Utf8JsonWriter json) => (_run, _json) = (run, json);

    public static void Write(Stream stream, ViewedRun viewed)
    {
        using Utf8JsonWriter json = new(stream);
        new ChromeTrace(viewed.Run, json).Write(viewed);
    }

    private void Write(ViewedRun viewed)
    {
        _json.WriteStartObject();
        _json.WriteString("displayTimeUnit", "ns");
        _json.WriteStartArray("traceEvents");
        WriteNames(viewed);
        foreach ((int index, RecordedStep step) in _run.Steps.Index())
        {
            WriteStep(index, step);
        }

        if (_run.Finding is { } finding)
        {
            WriteEvent("i", $"VIOLATION {finding.Invariant}", _run.Steps[viewed.ViolationStep - 1].Actor, () =>
            {
                _json.WriteNumber("ts", TimeOf(viewed.ViolationStep - 1));
                _json.WriteString("s", "g");
                WriteArguments(("text", finding.Text), ("missing", finding.MissingEdge ?? string.Empty));
            });
        }

        _json.WriteEndArray();
        _json.WriteEndObject();
    }

    private void WriteNames(ViewedRun viewed)
    {
        WriteEvent("M", "process_name", 0, () => WriteArguments(("name", viewed.Title)));
        foreach ((int index, RecordedActor actor) in _run.Actors.Index())
        {
            WriteEvent("M", "thread_name", index, () => WriteArguments(("name", ViewedRun.NameOf(actor))));
            WriteEvent("M", "thread_sort_index", index, () =>
            {
                _json.WriteStartObject("args");
                _json.WriteNumber("sort_index", index);
                _json.WriteEndObject();
            });
        }
    }

    private void WriteStep(int index, RecordedStep step)
    {
        WriteEvent("X", step.MessageClass, step.Actor, () =>
        {
            _json.WriteNumber("ts", TimeOf(index));
            _json.WriteNumber("dur", SliceMicroseconds);
            _json.WriteString("cat", step.Kind.ToString());
            WriteArguments(
                ("step", $"{index + 1}"),
                ("message", step.Text),
                ("virtual time", $"{step.TimeNanoseconds} ns"),
                ("choices", string.Join(", ", step.Choices.Select(static c => $"{c.Site} = {c.Chosen} of {c.Count}"))),
                ("published", string.Join("; ", step.Events)));
        });
        if (step.Cause > 0)
        {
            // An arrow begins inside the slice of the sender and ends where the receiver's slice begins.
            WriteFlow("s", index, _run.Steps[step.Cause - 1].Actor, TimeOf(step.Cause - 1) + (SliceMicroseconds / 2));
            WriteFlow("f", index, step.Actor, TimeOf(index));
        }
    }

    private void WriteFlow(string phase, int index, int actor, double microseconds) =>
        WriteEvent(phase, "message", actor, () =>
        {
            _json.WriteNumber("id", index + 1);
            _json.WriteString("cat", "message");
            _json.WriteNumber("ts", microseconds);
            if (phase == "f")
            {
                _json.WriteString("bp", "e");
            }
        });

    private void WriteEvent(string phase, string name, int actor, Action writeRest)
    {
        _json.WriteStartObject();
        _json.WriteString("ph", phase);
        _json.WriteString("name", name);
        _json.WriteNumber("pid", 1);
        _json.WriteNumber("tid", actor + 1);
        writeRest();
        _json.WriteEndObject();
    }

    private void WriteArguments(params ReadOnlySpan<(string Name, string Value)> arguments)
    {
        _json.WriteStartObject("args");
        foreach ((string name, string value) in arguments)
        {
            if (value.Length > 0)
            {
                _json.WriteString(name, value);
            }
        }

        _json.WriteEndObject();
    }

    private static double TimeOf(int index) => (index + 1) * StepMicroseconds;
}
