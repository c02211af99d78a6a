using System.Text.Json;

namespace PhyrActors.Host.Tests;

public sealed class FormatsCommandTests : IDisposable
{
    private readonly Session _session = new();

    public void Dispose() => _session.Dispose();

    [Fact]
    [Trait("row", "P5")]
    public async Task The_scatterlist_comes_first_and_the_compressed_form_is_the_smallest()
    {
        Outcome outcome = await Session.RunAsync("formats", _session.Scenario, "--json");

        List<(string? Name, ulong Bytes)> formats =
        [
            .. outcome.Json.GetProperty("formats").EnumerateArray()
                .Select(format => (format.GetProperty("name").GetString(), format.GetProperty("bytes").GetUInt64())),
        ];
        Assert.Equal("scatterlist 32", formats[0].Name);
        Assert.Equal("compressed", formats.MinBy(format => format.Bytes).Name);
    }

    [Fact]
    public async Task A_page_array_has_an_entry_for_each_page()
    {
        Outcome outcome = await Session.RunAsync("formats", _session.Scenario, "--json");

        JsonElement pages = outcome.Json.GetProperty("formats").EnumerateArray()
            .Single(format => format.GetProperty("name").GetString() == "page array");
        Assert.Equal(outcome.Json.GetProperty("bytes").GetUInt64() / 4096, pages.GetProperty("entries").GetUInt64());
    }

    [Fact]
    [Trait("row", "P5")]
    public async Task Every_format_of_a_list_has_a_row()
    {
        Outcome outcome = await Session.RunAsync("formats", _session.Scenario, "--json");

        IEnumerable<string?> names = outcome.Json.GetProperty("formats").EnumerateArray()
            .Select(format => format.GetProperty("name").GetString());
        Assert.Equal(
            [
                "scatterlist 32", "scatterlist 24", "bio chain", "bio_vec", "page array", "folio array", "phyr",
                "rlist 8/16/24", "packed", "compressed",
            ],
            names);
    }

    [Fact]
    public async Task A_bar_is_drawn_for_each_format()
    {
        Outcome outcome = await Session.RunAsync("formats", _session.Scenario);

        Assert.Equal(10, outcome.Output.Split('\n').Count(line => line.Contains('█', StringComparison.Ordinal)));
    }
}
