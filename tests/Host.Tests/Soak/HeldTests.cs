using System.Text.Json;

namespace PhyrActors.Host.Tests;

/// <summary>What a soak keeps of its pins: bytes of description by format and fragmentation.</summary>
public sealed class HeldTests : IDisposable
{
    private const string Whole = "memory.folio-mix { by = size, 2MiB = 1, 64KiB = 0, 4KiB = 0 }";
    private const string InPages = "memory.folio-mix { by = size, 2MiB = 0, 64KiB = 0, 4KiB = 1 }";

    private readonly Session _session = new();

    private string Store => _session.PathOf("soak.db");

    public void Dispose() => _session.Dispose();

    [Fact]
    [Trait("row", "P5")]
    public async Task A_soak_in_pages_holds_more_chunks_and_more_bytes_of_every_format_than_one_in_large_folios()
    {
        JsonElement whole = await HeldAsync(Whole);
        File.Delete(Store);

        JsonElement pages = await HeldAsync(InPages);

        Assert.Equal(512, whole.GetProperty("chunksPerGiB").GetDouble());
        Assert.Equal(512 * 512, pages.GetProperty("chunksPerGiB").GetDouble());
        Assert.Equal(512 * 32, BytesOf(whole, "scatterlist"));
        foreach (string format in (string[])["scatterlist", "bioVec", "phyr", "packed", "compressed"])
        {
            Assert.True(BytesOf(pages, format) > BytesOf(whole, format), format);
        }
    }

    [Fact]
    [Trait("row", "P5")]
    public async Task Fragmented_memory_costs_a_scatterlist_most_and_the_compressed_form_least()
    {
        JsonElement held = await HeldAsync(InPages);

        Assert.True(BytesOf(held, "scatterlist") > BytesOf(held, "packed"));
        Assert.True(BytesOf(held, "packed") > BytesOf(held, "compressed"));
        Assert.True(BytesOf(held, "compressed") > 0);
    }

    [Fact]
    [Trait("row", "P5")]
    public async Task What_was_held_is_kept_at_each_sample_and_shown_over_time()
    {
        await HeldAsync(Whole);
        string page = _session.PathOf("page.html");

        Outcome report = await Session.RunAsync("report", Store, "--html", page);

        using SoakStore store = SoakStore.Open(Store, toWrite: false);
        SoakMetric last = store.Read().Metrics()[^1];
        Assert.Equal(store.Read().Totals().Held, last.Totals.Held);
        Assert.Equal(512, last.Totals.Held.ChunksPerGiB, 6);
        Assert.Contains("scatterlist / compressed = ", report.Output, StringComparison.Ordinal);
        string html = await File.ReadAllTextAsync(page);
        Assert.Contains("Compressed, bytes a pinned GiB", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_soak_that_goes_on_adds_to_what_it_held()
    {
        double before = (await HeldAsync(Whole)).GetProperty("pinnedGiBSeconds").GetDouble();

        double after = (await HeldAsync(Whole, "--resume", "--seeds", "4")).GetProperty("pinnedGiBSeconds").GetDouble();

        Assert.True(before > 0);
        Assert.InRange(after / before, 1.5, 2.5);
    }

    private async Task<JsonElement> HeldAsync(string memory, params string[] options)
    {
        string scenario = _session.Write("held.conf", Session.Small + "\n" + memory);
        string[] seeds = options.Length == 0 ? ["--seeds", "2"] : options;
        Outcome outcome = await Session.RunAsync(
            ["soak", scenario, "--store", Store, "--workers", "1", "--json", .. seeds]);
        return outcome.Json.GetProperty("held");
    }

    private static double BytesOf(JsonElement held, string format) =>
        held.GetProperty("bytesPerGiB").GetProperty(format).GetDouble();
}
