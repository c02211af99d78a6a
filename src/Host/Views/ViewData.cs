using System.Text.Json;
using PhyrActors.Exploration;

namespace PhyrActors.Host;

/// <summary>A run as the page reads it: columns of small numbers, and every text once.</summary>
internal sealed class ViewData
{
    private readonly RecordedRun _run;
    private readonly Utf8JsonWriter _json;
    private readonly TextTable _texts = new();

    private ViewData(RecordedRun run, Utf8JsonWriter json) => (_run, _json) = (run, json);

    public static void Write(Stream stream, ViewedRun viewed)
    {
        using Utf8JsonWriter json = new(stream);
        new ViewData(viewed.Run, json).Write(viewed);
    }

    private void Write(ViewedRun viewed)
    {
        _json.WriteStartObject();
        WriteAbout(viewed);
        WriteActors();
        WriteColumn("actor", static (_, step) => step.Actor);
        WriteColumn("kind", static (_, step) => (int)step.Kind);
        WriteColumn("message", (_, step) => Place(step.MessageClass));
        WriteColumn("text", (_, step) => Place(step.Text));
        WriteColumn("cause", static (index, step) => step.Cause == 0 ? 0 : index + 1 - step.Cause);
        WriteColumn("time", static (_, step) => step.TimeNanoseconds);
        WriteRows(
            "choices",
            static step => step.Choices,
            choice => Place($"{choice.Site} = {choice.Chosen} of {choice.Count}"),
            static choice => choice.Chosen == 0 ? 1 : 0);
        WriteRows("events", static step => step.Events, Place);
        WriteRows("changes", static step => step.Changes, fact => Place(fact.Name), fact => Place(fact.Value));
        WriteBefore();
        _texts.Write(_json);
        _json.WriteEndObject();
    }

    private void WriteAbout(ViewedRun viewed)
    {
        _json.WriteStartObject("about");
        _json.WriteString("title", viewed.Title);
        _json.WriteString("invariant", _run.Finding?.Invariant);
        _json.WriteString("finding", _run.Finding?.Text);
        _json.WriteString("missing", _run.Finding?.MissingEdge);
        _json.WriteEndObject();
        _json.WriteNumber("violation", viewed.ViolationStep);
        _json.WriteNumber("racing", viewed.RacingStep);
    }

    private void WriteActors()
    {
        _json.WriteStartArray("actors");
        foreach (RecordedActor actor in _run.Actors)
        {
            _json.WriteStartObject();
            _json.WriteString("name", ViewedRun.NameOf(actor));
            _json.WriteString("path", actor.Path);
            _json.WriteString("class", actor.ClassName);
            _json.WriteEndObject();
        }

        _json.WriteEndArray();
    }

    private void WriteColumn(string name, Func<int, RecordedStep, long> value)
    {
        _json.WriteStartArray(name);
        foreach ((int index, RecordedStep step) in _run.Steps.Index())
        {
            _json.WriteNumberValue(value(index, step));
        }

        _json.WriteEndArray();
    }

    /// <summary>Rows that belong to steps, column by column: first how many steps after the row before it each
    /// is.</summary>
    private void WriteRows<T>(
        string name, Func<RecordedStep, IReadOnlyList<T>> rows, params ReadOnlySpan<Func<T, int>> fields)
    {
        _json.WriteStartArray(name);
        _json.WriteStartArray();
        int last = 0;
        foreach ((int index, RecordedStep step) in _run.Steps.Index())
        {
            for (int row = 0; row < rows(step).Count; row++)
            {
                _json.WriteNumberValue(index + 1 - last);
                last = index + 1;
            }
        }

        _json.WriteEndArray();
        foreach (Func<T, int> field in fields)
        {
            _json.WriteStartArray();
            foreach (T row in _run.Steps.SelectMany(rows))
            {
                _json.WriteNumberValue(field(row));
            }

            _json.WriteEndArray();
        }

        _json.WriteEndArray();
    }

    /// <summary>Only where it is not the cause and what the actor did before: that the page knows.</summary>
    private void WriteBefore()
    {
        int[] last = new int[_run.Actors.Count];
        _json.WriteStartArray("before");
        foreach ((int index, RecordedStep step) in _run.Steps.Index())
        {
            int[] plain = [.. new[] { step.Cause, last[step.Actor] }.Where(static one => one > 0).Distinct().Order()];
            last[step.Actor] = index + 1;
            if (!plain.SequenceEqual(step.Before))
            {
                _json.WriteStartArray();
                _json.WriteNumberValue(index + 1);
                step.Before.ToList().ForEach(_json.WriteNumberValue);
                _json.WriteEndArray();
            }
        }

        _json.WriteEndArray();
    }

    private int Place(string text) => _texts.Place(text);
}
