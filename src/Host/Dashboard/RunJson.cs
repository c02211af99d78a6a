using System.Text.Json;
using PhyrActors.Exploration;
using PhyrActors.Model;
using PhyrActors.Scenarios;

namespace PhyrActors.Host;

/// <summary>The summary of a run, for machines.</summary>
internal static class RunJson
{
    public static string Of(
        RunReport report,
        IReadOnlyList<HeldSample> samples,
        ResourceUse use,
        KernelVersion kernel,
        RunTrace? trace) => JsonText.Of(json =>
    {
        json.WriteString("scenario", report.Scenario);
        json.WriteNumber("seed", report.Seed);
        json.WriteString("kernel", kernel.Name);
        json.WriteBoolean("over", report.Over);
        WriteFindings(json, report);
        json.WriteString("trace", trace?.SavedAs);
        json.WriteString("replay", trace?.ReplayLine);
        WritePins(json, report.Summary.Pins);
        WriteBalances(json, report.Summary);
        WriteSamples(json, samples);
        WriteMaps(json, report.Summary.Maps);
        WriteExposure(json, report.Summary.Exposure);
        WriteFaults(json, report.Summary.Faults);
        WriteAccesses(json, report.Summary.Accesses);
        WriteMemory(json, report.Summary.Memory);
        WriteDeliveries(json, report);
        WriteWindows(json, report);
        json.WriteNumber("virtualSeconds", report.VirtualSeconds);
        json.WriteResources(use);
        json.WriteHash("hash", report.Hash);
    });

    private static void WriteFindings(Utf8JsonWriter json, RunReport report)
    {
        json.WriteStartArray("findings");
        foreach (Finding finding in report.Findings)
        {
            json.WriteFinding(finding);
        }

        json.WriteEndArray();
        json.WriteNumber("findingsTotal", report.FindingsTotal);
    }

    private static void WritePins(Utf8JsonWriter json, PinSummary pins)
    {
        json.WriteNumber("pinnedBytes", pins.PeakPinnedBytes);
        json.WriteNumber("pinnedBytesAtEnd", pins.PinnedBytes);
        json.WriteNumber("pins", pins.Pins);
        json.WriteNumber("folios", pins.Folios);
        json.WriteNumber("chunks", pins.Chunks);
        json.WriteStartObject("bytesPerGiB");
        json.WriteNumber("scatterlist", Math.Round(pins.BytesPerGiB.Scatterlist, 1));
        json.WriteNumber("bioVec", Math.Round(pins.BytesPerGiB.BioVec, 1));
        json.WriteNumber("phyr", Math.Round(pins.BytesPerGiB.Phyr, 1));
        json.WriteNumber("packed", Math.Round(pins.BytesPerGiB.Packed, 1));
        json.WriteNumber("compressed", Math.Round(pins.BytesPerGiB.Compressed, 1));
        json.WriteEndObject();
    }

    private static void WriteBalances(Utf8JsonWriter json, RunSummary summary)
    {
        PinBalances balances = summary.Pins.Now.Balances;
        json.WriteNumber("pinsAtEnd", summary.Pins.Now.Pins);
        json.WriteNumber("pagesPinned", balances.TakenPages);
        json.WriteNumber("pagesUnpinned", balances.ReleasedPages);
        json.WriteNumber("chargedPagesAtEnd", balances.ChargedPages);
        json.WriteNumber("iovaWindowsAtEnd", summary.Maps.LiveWindows);
    }

    private static void WriteSamples(Utf8JsonWriter json, IReadOnlyList<HeldSample> samples)
    {
        json.WriteStartArray("samples");
        foreach (HeldSample sample in samples)
        {
            json.WriteStartObject();
            json.WriteNumber("virtualSeconds", sample.Model.At.TotalSeconds);
            json.WriteNumber("pinnedBytes", sample.Model.PinnedBytes);
            json.WriteNumber("pins", sample.Model.Pinned.Pins);
            json.WriteNumber("chunks", sample.Model.Pinned.Chunks);
            json.WriteNumber("packedBytesPerGiB", Math.Round(sample.Model.Pinned.BytesPerGiB.Packed, 1));
            json.WriteNumber("chargedPages", sample.Model.Pinned.Balances.ChargedPages);
            json.WriteNumber("iovaWindows", sample.Model.LiveWindows);
            json.WriteNumber("freeFrames", sample.Model.FreeFrames);
            json.WriteNumber("managedBytes", sample.ManagedBytes);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteMaps(Utf8JsonWriter json, MapSummary maps)
    {
        json.WriteNumber("links", maps.Links);
        json.WriteNumber("linkBatches", maps.LinkBatches);
        json.WriteNumber("syncRequests", maps.SyncRequests);
        json.WriteNumber("syncBatches", maps.SyncBatches);
        json.WriteNumber("mapRanges", maps.MapRanges);
        json.WriteNumber("unmapRanges", maps.UnmapRanges);
        WriteSide(json, "mapSide", maps.Map);
        WriteSide(json, "unmapSide", maps.Unmap);
        json.WriteNumber("rangesPerBatch", maps.RangesPerBatch);
        json.WriteNumber("invalidations", maps.Invalidations);
        json.WriteNumber("pageAtATimeInvalidations", maps.PageAtATimeInvalidations);
    }

    private static void WriteSide(Utf8JsonWriter json, string name, BatchSide side)
    {
        json.WriteStartObject(name);
        json.WriteNumber("requests", side.Requests);
        json.WriteNumber("batches", side.Batches);
        json.WriteNumber("rangesPerBatch", side.RangesPerBatch);
        WriteLatency(json, "waitNanoseconds", side.Wait);
        WriteLatency(json, "flushNanoseconds", side.Flush);
        json.WriteEndObject();
    }

    private static void WriteLatency(Utf8JsonWriter json, string name, BatchLatency latency)
    {
        json.WriteStartObject(name);
        json.WriteNumber("p50", latency.P50);
        json.WriteNumber("p99", latency.P99);
        json.WriteNumber("max", latency.Max);
        json.WriteEndObject();
    }

    private static void WriteExposure(Utf8JsonWriter json, ExposureSummary exposure)
    {
        json.WriteStartObject("exposure");
        json.WriteNumber("windows", exposure.Windows);
        json.WriteNumber("pagesMax", exposure.PagesMax);
        json.WriteNumber("pageNanoseconds", exposure.PageNanoseconds);
        json.WriteNumber("exploited", exposure.Exploited);
        json.WriteEndObject();
    }

    private static void WriteFaults(Utf8JsonWriter json, IReadOnlyList<FaultTally> faults)
    {
        json.WriteStartArray("faultsInjected");
        foreach (FaultTally fault in faults)
        {
            json.WriteStartObject();
            json.WriteString("site", fault.Site.Name());
            json.WriteString("actor", fault.Actor);
            json.WriteNumber("count", fault.Count);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteAccesses(Utf8JsonWriter json, AccessSummary accesses)
    {
        json.WriteNumber("accesses", accesses.Accesses);
        json.WriteNumber("walks", accesses.Walks);
        json.WriteNumber("iotlbHitRate", accesses.IotlbHitRate);
        json.WriteNumber("faults", accesses.Faults);
        json.WriteNumber("operations", accesses.Operations.Posted);
        json.WriteNumber("operationsCompleted", accesses.Operations.Completed);
        json.WriteNumber("operationsFailed", accesses.Operations.Failed);
        json.WriteNumber("peerOperations", accesses.PeerOperations);
        json.WriteNumber("peerRefused", accesses.PeerRefused);
        json.WriteStartObject("latencyNanoseconds");
        json.WriteNumber("p50", accesses.Latency.P50);
        json.WriteNumber("p90", accesses.Latency.P90);
        json.WriteNumber("p99", accesses.Latency.P99);
        json.WriteNumber("p999", accesses.Latency.P999);
        json.WriteNumber("max", accesses.Latency.Max);
        json.WriteEndObject();
    }

    private static void WriteMemory(Utf8JsonWriter json, MemorySummary memory)
    {
        json.WriteNumber("forks", memory.Forks);
        json.WriteNumber("forksFailed", memory.ForksFailed);
        json.WriteNumber("cowCopies", memory.CowCopies);
        json.WriteNumber("migrations", memory.Migrations);
        json.WriteNumber("migrationsRefused", memory.MigrationsRefused);
        json.WriteNumber("orphanedFolios", memory.OrphanedFolios);
    }

    private static void WriteDeliveries(Utf8JsonWriter json, RunReport report)
    {
        json.WriteNumber("deliveries", report.Deliveries);
        json.WriteStartObject("deliveriesByActor");
        foreach ((string actor, long deliveries) in report.DeliveriesByActor)
        {
            json.WriteNumber(actor, deliveries);
        }

        json.WriteEndObject();
        json.WriteNumber("events", report.Events);
        json.WriteNumber("invariantChecks", report.Checks);
    }

    private static void WriteWindows(Utf8JsonWriter json, RunReport report)
    {
        json.WriteStartObject("sometimes");
        foreach (Sometimes window in report.Windows)
        {
            json.WriteNumber(window.Name, window.Count);
        }

        json.WriteEndObject();
        json.WriteTexts("promisesBroken", report.Broken);
    }
}
