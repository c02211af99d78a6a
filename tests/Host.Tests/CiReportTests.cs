using System.Text.Json;
using System.Xml.Linq;

namespace PhyrActors.Host.Tests;

public sealed class CiReportTests : IDisposable
{
    private readonly Session _session = new();

    public void Dispose() => _session.Dispose();

    [Fact]
    public async Task JUnit_has_a_failure_with_the_finding_its_seed_and_its_trace()
    {
        await ExploreAsync("--mutation", "M9", "--junit", _session.PathOf("junit.xml"));

        XElement suite = Suite();
        XElement failure = suite.Element("testcase")!.Element("failure")!;

        Assert.Equal(("1", "1", "0"), (Of(suite, "tests"), Of(suite, "failures"), Of(suite, "errors")));
        Assert.Equal("I-1", Of(failure, "type"));
        Assert.Contains("of seed 1", failure.Value, StringComparison.Ordinal);
        Assert.Contains("found.phyrtrace", failure.Value, StringComparison.Ordinal);
    }

    [Fact]
    public async Task JUnit_of_a_search_without_a_finding_has_one_test_that_passes()
    {
        await ExploreAsync("--junit", _session.PathOf("junit.xml"));

        XElement suite = Suite();

        Assert.Equal(("1", "0"), (Of(suite, "tests"), Of(suite, "failures")));
        Assert.Empty(suite.Element("testcase")!.Elements("failure"));
    }

    [Fact]
    public async Task Sarif_has_a_result_with_its_rule_in_the_scenario_file()
    {
        string file = _session.PathOf("result.sarif");
        await ExploreAsync("--mutation", "M9", "--sarif", file);

        JsonElement run = Sarif(file);
        JsonElement result = run.GetProperty("results").EnumerateArray().Single();
        JsonElement rules = run.GetProperty("tool").GetProperty("driver").GetProperty("rules");
        JsonElement place = result.GetProperty("locations")[0].GetProperty("physicalLocation");
        string uri = place.GetProperty("artifactLocation").GetProperty("uri").GetString()!;

        Assert.Equal("phyr", run.GetProperty("tool").GetProperty("driver").GetProperty("name").GetString());
        Assert.Equal("I-1", result.GetProperty("ruleId").GetString());
        Assert.Equal("I-1", rules[result.GetProperty("ruleIndex").GetInt32()].GetProperty("id").GetString());
        Assert.Contains(
            "as long as a device can reach a frame",
            rules[0].GetProperty("fullDescription").GetProperty("text").GetString()!,
            StringComparison.Ordinal);
        Assert.Equal("error", result.GetProperty("level").GetString());
        Assert.NotEmpty(result.GetProperty("message").GetProperty("text").GetString()!);
        Assert.Equal(_session.Scenario, new Uri(uri).LocalPath);
        Assert.Equal(1, place.GetProperty("region").GetProperty("startLine").GetInt32());
        Assert.Equal(1, result.GetProperty("properties").GetProperty("seed").GetInt64());
    }

    [Fact]
    public async Task Sarif_of_a_search_without_a_finding_has_no_results()
    {
        string file = _session.PathOf("result.sarif");
        await ExploreAsync("--sarif", file);

        JsonElement run = Sarif(file);

        Assert.Equal(0, run.GetProperty("results").GetArrayLength());
        Assert.True(run.GetProperty("invocations")[0].GetProperty("executionSuccessful").GetBoolean());
    }

    [Fact]
    public async Task Json_lines_have_an_object_for_each_problem_and_a_sum()
    {
        string file = _session.PathOf("result.jsonl");
        await ExploreAsync("--mutation", "M9", "--jsonl", file);

        JsonElement[] lines =
            [.. (await File.ReadAllLinesAsync(file)).Select(static line => JsonDocument.Parse(line).RootElement)];

        Assert.Equal(["finding", "summary"], lines.Select(static line => line.GetProperty("kind").GetString()));
        Assert.Equal("I-1", lines[0].GetProperty("finding").GetProperty("invariant").GetString());
        Assert.Equal(_session.PathOf("found.phyrtrace"), lines[0].GetProperty("trace").GetString());
        Assert.Equal(1, lines[1].GetProperty("problems").GetInt32());
    }

    [Fact]
    public async Task A_promise_that_is_not_kept_is_a_problem_of_its_own()
    {
        string file = _session.PathOf("result.sarif");
        string[] promise = ["--set", "fork.rate=0", "--set", "sometimes=[\"fork between two pin batches\"]"];

        await ExploreAsync([.. promise, "--sarif", file]);

        Assert.Equal("not-tested", Sarif(file).GetProperty("results")[0].GetProperty("ruleId").GetString());
    }

    [Fact]
    public async Task An_annotation_is_one_line_that_names_the_file()
    {
        Outcome outcome = await ExploreAsync("--mutation", "M9", "--github");

        string line = outcome.Error.Split('\n').Single(static line => line.StartsWith("::", StringComparison.Ordinal));

        Assert.StartsWith($"::error file={_session.Scenario},line=1,title=phyr explore%3A I-1::I-1: ", line,
            StringComparison.Ordinal);
        Assert.Contains("%0A", line, StringComparison.Ordinal);
    }

    [Fact]
    public void An_annotation_escapes_what_ends_its_parts()
    {
        CiResult result = new()
        {
            Verb = "run",
            ScenarioPath = "a,b:c%d.conf",
            ScenarioName = "a",
            Seed = 1,
            WallSeconds = 0,
            Extent = "",
            Problems = [new CiProblem("I-1", "50 %\r\nlost", null, null, null)],
        };

        string line = GithubAnnotations.Of(result).Single();

        Assert.Equal(
            "::error file=a%2Cb%3Ac%25d.conf,line=1,title=phyr run%3A I-1::I-1: 50 %25%0D%0Alost", line);
    }

    [Theory]
    [InlineData("plain.phyrtrace", "phyr replay plain.phyrtrace")]
    [InlineData("it's \"50 %\" <a>.phyrtrace", "phyr replay 'it'\\''s \"50 %\" <a>.phyrtrace'")]
    [InlineData("two\nlines\\'.phyrtrace", "phyr replay $'two\\x0alines\\\\\\'.phyrtrace'")]
    public void The_command_to_paste_is_one_line_whatever_the_name(string path, string expected) =>
        Assert.Equal(expected, ShellText.Replay(path));

    [Fact]
    public void A_name_of_marks_does_no_harm_to_any_report()
    {
        const string Name = "q'u\"i<c>%k,:&\nx";
        CiProblem problem = new("I-1", $"lost at {Name}", null, null, Name + ".phyrtrace");
        CiResult result = new()
        {
            Verb = "run",
            ScenarioPath = Name + ".conf",
            ScenarioName = Name,
            Seed = 1,
            WallSeconds = 0,
            Extent = "",
            Problems = [problem],
        };
        using MemoryStream junit = new();
        using MemoryStream sarif = new();
        using MemoryStream lines = new();

        JUnitReport.Write(junit, result);
        SarifReport.Write(sarif, result);
        JsonLines.Write(lines, result);
        string[] annotations = [.. GithubAnnotations.Of(result)];

        string all = string.Join('\n', problem.Lines);
        junit.Position = 0;
        Assert.Equal(all, XDocument.Load(junit).Descendants("failure").Single().Value);
        JsonElement log = JsonDocument.Parse(sarif.ToArray()).RootElement;
        JsonElement found = log.GetProperty("runs")[0].GetProperty("results")[0];
        Assert.Equal(all, found.GetProperty("message").GetProperty("text").GetString());
        string uri = found.GetProperty("locations")[0].GetProperty("physicalLocation").GetProperty("artifactLocation")
            .GetProperty("uri").GetString()!;
        Assert.Equal(Name + ".conf", Uri.UnescapeDataString(uri));
        Assert.True(Uri.IsWellFormedUriString(uri, UriKind.Relative));
        string[] objects = System.Text.Encoding.UTF8.GetString(lines.ToArray()).TrimEnd().Split('\n');
        Assert.Equal(2, objects.Length);
        Assert.Equal(
            Name + ".phyrtrace", JsonDocument.Parse(objects[0]).RootElement.GetProperty("trace").GetString());
        Assert.DoesNotContain('\n', Assert.Single(annotations));
    }

    [Fact]
    public async Task The_last_line_of_a_search_has_the_trace_and_the_seed()
    {
        Outcome outcome = await ExploreAsync("--mutation", "M9", "--seed", "3");

        Assert.StartsWith(
            $"phyr replay {_session.PathOf("found.phyrtrace")} # seed 3, schedule ", outcome.LastLine,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_run_in_virtual_time_is_reported_too()
    {
        await Session.RunAsync("run", _session.Scenario, "--junit", _session.PathOf("junit.xml"));

        Assert.Equal("run small, seed 1", Of(Suite(), "name"));
    }

    [Fact]
    public async Task Text_that_XML_cannot_hold_does_no_harm()
    {
        CiResult result = new()
        {
            Verb = "run",
            ScenarioPath = "a.conf",
            ScenarioName = "a",
            Seed = 1,
            WallSeconds = 0,
            Extent = "",
            Problems = [new CiProblem("I-1", "<&\u0001\ud800>", null, null, null)],
        };
        await using FileStream file = File.Create(_session.PathOf("junit.xml"));

        JUnitReport.Write(file, result);

        file.Position = 0;
        Assert.Equal("<&??>", Of(XDocument.Load(file).Descendants("failure").Single(), "message"));
    }

    private Task<Outcome> ExploreAsync(params string[] options) => Session.RunAsync(
    [
        "explore", _session.Scenario, "--schedules", "64", "--out", _session.PathOf("found.phyrtrace"), .. options,
    ]);

    private XElement Suite() => XDocument.Load(_session.PathOf("junit.xml")).Root!.Element("testsuite")!;

    private static string Of(XElement element, string attribute) => element.Attribute(attribute)!.Value;

    private static JsonElement Sarif(string file)
    {
        JsonElement log = JsonDocument.Parse(File.ReadAllText(file)).RootElement;
        Assert.Equal("2.1.0", log.GetProperty("version").GetString());
        return log.GetProperty("runs").EnumerateArray().Single();
    }
}
