using System.Text.Json;
using System.Text.RegularExpressions;
using PhyrActors.Exploration;

namespace PhyrActors.Host.Tests;

public sealed class ViewCommandTests : IDisposable
{
    private readonly Session _session = new();

    public void Dispose() => _session.Dispose();

    [Fact]
    public async Task The_page_lies_beside_the_trace_unless_told_otherwise()
    {
        string trace = await _session.FindAsync();

        Outcome outcome = await Session.RunAsync("view", trace);

        string page = Path.ChangeExtension(trace, ".html");
        Assert.Equal(ExitCode.Ok, outcome.Code);
        Assert.StartsWith(page + ": ", outcome.Output, StringComparison.Ordinal);
        Assert.True(File.Exists(page));
    }

    [Fact]
    public async Task The_page_refers_to_nothing_outside_itself()
    {
        string page = await PageAsync();

        string text = Regex.Replace(page, "<script id=\"data\".*?</script>", string.Empty, RegexOptions.Singleline);

        Assert.DoesNotMatch(@"https?://|\ssrc\s*=|<link|@import|url\(|\{\{|fetch\(", text);
    }

    [Fact]
    public async Task The_page_has_every_step_of_the_trace_with_its_cause()
    {
        JsonElement data = PageData.Of(await PageAsync());
        Trace trace = TraceStore.Load(_session.PathOf("found.phyrtrace"));

        string[] texts = PageData.Texts(data);
        int[] messages = Numbers(data, "message");
        IEnumerable<int> causes = Numbers(data, "cause")
            .Select(static (distance, index) => distance == 0 ? 0 : index + 1 - distance);

        Assert.Equal(trace.Steps.Select(static step => step.Message), messages.Select(place => texts[place]));
        Assert.Equal(trace.Steps.Select(static step => step.Cause), causes);
        Assert.Equal(trace.Finding.Step, data.GetProperty("violation").GetInt64());
    }

    [Fact]
    public async Task The_page_has_events_and_states()
    {
        JsonElement data = PageData.Of(await PageAsync());

        string[] texts = PageData.Texts(data);
        IEnumerable<string> events = Field(data, "events", 1).Select(place => texts[place]);
        IEnumerable<string> facts = Field(data, "changes", 1).Select(place => texts[place]);

        Assert.Contains(events, static text => text.StartsWith("MemlockCharged", StringComparison.Ordinal));
        Assert.Contains("write_protect_seq", facts);
    }

    [Fact]
    public async Task The_same_trace_gives_the_same_page()
    {
        string first = await PageAsync();

        string second = await PageAsync();

        Assert.Equal(first, second);
    }

    [Fact]
    public async Task The_Chrome_trace_has_a_slice_for_each_step_and_an_arrow_for_each_message()
    {
        ILookup<string, JsonElement> events = await ChromeEventsAsync();

        TraceStep[] steps = [.. TraceStore.Load(_session.PathOf("found.phyrtrace")).Steps];
        Assert.Equal(steps.Select(static step => step.Message), events["X"].Select(Name));
        Assert.Equal(steps.Count(static step => step.Cause > 0), events["f"].Count());
        Assert.Equal(events["s"].Select(Id), events["f"].Select(Id));
        Assert.Contains("FolioManager", events["M"].Select(static one =>
            one.GetProperty("args").TryGetProperty("name", out JsonElement name) ? name.GetString() : null));
        Assert.Contains("VIOLATION", Name(events["i"].Single()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_arrow_of_the_Chrome_trace_leads_from_inside_the_slice_that_sent_to_the_start_of_the_receivers()
    {
        ILookup<string, JsonElement> events = await ChromeEventsAsync();
        TraceStep[] steps = [.. TraceStore.Load(_session.PathOf("found.phyrtrace")).Steps];
        JsonElement[] slices = [.. events["X"]];

        // A viewer binds either end to the slice that is open at its time in its thread, and draws no arrow without.
        Assert.NotEmpty(events["s"]);
        Assert.Equal(events["s"].Count(), events["s"].Select(Id).Distinct().Count());
        Assert.All(events["s"].Zip(events["f"]), flow =>
        {
            JsonElement receiver = slices[Id(flow.Second) - 1];
            JsonElement sender = slices[steps[Id(flow.Second) - 1].Cause - 1];
            Assert.Equal((Lane(sender), Lane(receiver)), (Lane(flow.First), Lane(flow.Second)));
            Assert.InRange(TimeOf(flow.First) - TimeOf(sender), 0, sender.GetProperty("dur").GetDouble());
            Assert.Equal((TimeOf(receiver), "e"), (TimeOf(flow.Second), flow.Second.GetProperty("bp").GetString()));
        });
    }

    [Fact]
    public async Task Slices_of_the_Chrome_trace_do_not_overlap_and_every_lane_has_a_name_and_a_place()
    {
        ILookup<string, JsonElement> events = await ChromeEventsAsync();

        Assert.All(events["X"].Zip(events["X"].Skip(1)), static pair =>
            Assert.True(TimeOf(pair.First) + pair.First.GetProperty("dur").GetDouble() < TimeOf(pair.Second)));
        ILookup<string, int> told = events["M"].ToLookup(Name, Lane);
        Assert.Equal(told["thread_name"], told["thread_sort_index"]);
        Assert.Empty(events["X"].Select(Lane).Except(told["thread_name"]));
    }

    [Fact]
    public async Task A_diagram_ends_with_the_violation_and_says_how_much_is_left_out()
    {
        string trace = await _session.FindAsync();
        string file = _session.PathOf("trace.mmd");

        Outcome outcome = await Session.RunAsync("view", trace, "--mermaid", file, "--mermaid-steps", "20");

        string[] lines = await File.ReadAllLinesAsync(file);
        Assert.Equal("sequenceDiagram", lines[0]);
        Assert.Equal(20, lines.Count(static line => Regex.IsMatch(line, @"^    \w+(->>|--\))\w+: ")));
        Assert.Contains("the last 20 of ", outcome.Output, StringComparison.Ordinal);
        Assert.Contains(lines, static line => line.Contains("are left out", StringComparison.Ordinal));
        Assert.Contains("VIOLATION", lines[^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_run_that_leaves_its_trace_is_shown_as_far_as_it_goes()
    {
        string path = await _session.FindAsync();
        Trace trace = TraceStore.Load(path);
        TraceStore.Save(trace with { Provenance = trace.Provenance with { Mutations = [] } }, path);

        Outcome outcome = await Session.RunAsync("view", path);

        Assert.Equal(ExitCode.Violation, outcome.Code);
        Assert.Contains("the run left its trace at step ", outcome.Error, StringComparison.Ordinal);
        Assert.True(File.Exists(Path.ChangeExtension(path, ".html")));
    }

    private async Task<ILookup<string, JsonElement>> ChromeEventsAsync()
    {
        string file = _session.PathOf("trace.json");
        await Session.RunAsync("view", await _session.FindAsync(), "--perfetto", file);
        using JsonDocument json = JsonDocument.Parse(await File.ReadAllTextAsync(file));
        return json.RootElement.Clone().GetProperty("traceEvents").EnumerateArray()
            .ToLookup(static one => one.GetProperty("ph").GetString()!);
    }

    private async Task<string> PageAsync()
    {
        string trace = await _session.FindAsync();
        string page = _session.PathOf("page.html");
        await Session.RunAsync("view", trace, "--html", page);
        return await File.ReadAllTextAsync(page);
    }

    private static int[] Numbers(JsonElement data, string name) =>
        [.. data.GetProperty(name).EnumerateArray().Select(static one => one.GetInt32())];

    private static int[] Field(JsonElement data, string rows, int field) =>
        [.. data.GetProperty(rows)[field].EnumerateArray().Select(static one => one.GetInt32())];

    private static string Name(JsonElement one) => one.GetProperty("name").GetString()!;

    private static int Id(JsonElement one) => one.GetProperty("id").GetInt32();

    private static int Lane(JsonElement one) => one.GetProperty("tid").GetInt32();

    private static double TimeOf(JsonElement one) => one.GetProperty("ts").GetDouble();
}
