using PhyrActors.Exploration;
using PhyrActors.Seams;

namespace PhyrActors.Host.Tests;

public sealed class MermaidDiagramTests
{
    [Fact]
    public void What_Mermaid_would_read_as_its_own_marks_is_written_as_entities()
    {
        RecordedRun run = RunOf(new RecordedStep(0, StepKind.Message, "a;b#c:end\nd<e>%%", "", 0, [], 0, [], [], []));

        string text = TextOf(new MermaidDiagram(run, 10));

        Assert.Contains("world->>a0: 1 a#59;b#35;c#58;e#110;d d#60;e#62;#37;#37;\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_fault_is_a_note_and_a_plain_choice_is_none()
    {
        TraceChoice[] choices = [new("link.cut", 3, 2), new("fail", 2, 0)];
        RecordedRun run = RunOf(new RecordedStep(0, StepKind.Timer, "Tick", "", 0, [], 0, choices, [], []));

        string text = TextOf(new MermaidDiagram(run, 10));

        Assert.Contains("a0--)a0: 1 timer Tick\n", text, StringComparison.Ordinal);
        Assert.EndsWith("    Note right of a0: link.cut = 2 of 3\n", text, StringComparison.Ordinal);
        Assert.DoesNotContain("fail", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_long_violation_is_told_whole_in_lines()
    {
        string text = string.Join(' ', Enumerable.Repeat("pinned;", 30));
        RecordedStep step = new(0, StepKind.Message, "One", "", 0, [], 0, [], [], []);
        RecordedRun run = RunOf(step) with { Finding = new Finding("I-1", text, 1, "/user/actor", "One", null) };

        string note = TextOf(new MermaidDiagram(run, 10)).Split('\n')
            .Single(static line => line.Contains("Note", StringComparison.Ordinal));

        Assert.Equal(30, note.Split("pinned#59;").Length - 1);
        Assert.All(
            note.Replace("#59;", ";", StringComparison.Ordinal).Split("<br/>").Skip(1),
            static line => Assert.InRange(line.Length, 1, 80));
    }

    [Fact]
    public void A_whole_run_says_so()
    {
        RecordedStep step = new(0, StepKind.Message, "One", "", 0, [], 0, [], [], []);
        RecordedRun run = RunOf(step, step);

        Assert.Equal("2 steps", new MermaidDiagram(run, 10).Extent);
    }

    private static RecordedRun RunOf(params RecordedStep[] steps) => new(
        null!, new NoFinding(), [new RecordedActor("/user/actor", "Actor")], steps, null, null);

    private static string TextOf(MermaidDiagram diagram)
    {
        using MemoryStream stream = new();
        diagram.Write(stream);
        return System.Text.Encoding.UTF8.GetString(stream.ToArray());
    }
}
