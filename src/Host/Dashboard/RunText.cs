using PhyrActors.Exploration;
using PhyrActors.Model;
using PhyrActors.Scenarios;

namespace PhyrActors.Host;

/// <summary>The summary of a run, to be read.</summary>
internal static class RunText
{
    private const int FindingsShown = 10;

    public static string Of(
        RunReport report,
        IReadOnlyList<HeldSample> samples,
        ResourceUse use,
        KernelVersion kernel,
        RunTrace? trace)
    {
        TextReport text = new();
        string name = kernel.Quirks.Count == 0 ? string.Empty : $", kernel {kernel}";
        text.Line($"{report.Scenario}, seed {report.Seed}{name}{(report.Over ? "" : ": interrupted, so far")}");
        WritePins(text, report.Summary.Pins);
        WriteMaps(text, report.Summary.Maps);
        WriteExposure(text, report.Summary.Exposure);
        WriteFaults(text, report.Summary.Faults);
        WriteAccesses(text, report.Summary.Accesses);
        WriteMemory(text, report.Summary.Memory);
        WriteLeft(text, report);
        HeldText.Write(text, samples);
        WriteDeliveries(text, report);
        WriteRun(text, report, use);
        WriteWindows(text, report);
        WriteFindings(text, report, kernel);
        if (trace is not null)
        {
            text.Line(trace.LastLine);
        }

        return text.ToString();
    }

    private static void WritePins(TextReport text, PinSummary pins)
    {
        FormatBytes perGiB = pins.BytesPerGiB;
        text.Heading("Pinned memory, at its peak");
        text.Row("pinned", Units.Bytes(pins.PeakPinnedBytes), $"{Units.Count(pins.Pins)} pins");
        text.Row("folios", Units.Count(pins.Folios));
        text.Row("chunks", Units.Count(pins.Chunks));
        text.Line("  description of a pinned GiB, beside the kernel's scatterlist");
        WriteFormat("scatterlist", perGiB.Scatterlist);
        WriteFormat("bio_vec", perGiB.BioVec);
        WriteFormat("phyr", perGiB.Phyr);
        WriteFormat("packed", perGiB.Packed);
        WriteFormat("compressed", perGiB.Compressed);

        void WriteFormat(string name, double bytes) =>
            text.Row(
                "  " + name, Units.Bytes(bytes), $"scatterlist / {name} = {Units.Ratio(perGiB.Scatterlist, bytes)}");
    }

    private static void WriteMaps(TextReport text, MapSummary maps)
    {
        text.Heading("Mapping");
        text.Row("links", Units.Count(maps.Links), $"in {Units.Count(maps.LinkBatches)} batches");
        text.Row("sync requests", Units.Count(maps.SyncRequests));
        text.Row(
            "sync batches",
            Units.Count(maps.SyncBatches),
            $"{maps.RangesPerBatch:0.00} ranges each: {Units.Count(maps.MapRanges)} mapped, "
            + $"{Units.Count(maps.UnmapRanges)} unmapped");
        WriteSide("  of the map side", maps.Map);
        WriteSide("  of the unmap side", maps.Unmap);
        text.Row("invalidations", Units.Count(maps.Invalidations));
        text.Row(
            "  a page at a time",
            Units.Count(maps.PageAtATimeInvalidations),
            $"{Units.Ratio(maps.PageAtATimeInvalidations, maps.Invalidations)} as many");

        void WriteSide(string name, BatchSide side)
        {
            text.Row(
                name,
                Units.Count(side.Batches),
                side.Batches == 0 ? "" : $"for {Units.Count(side.Requests)} requests, {side.RangesPerBatch:0.00} each");
            if (side.Batches > 0)
            {
                text.Row("    wait for the batch", Units.Nanoseconds(side.Wait.P50), Rest(side.Wait));
                text.Row("    its invalidation", Units.Nanoseconds(side.Flush.P50), Rest(side.Flush));
            }
        }

        static string Rest(BatchLatency latency) =>
            $"half; 99 % {Units.Nanoseconds(latency.P99)}, longest {Units.Nanoseconds(latency.Max)}";
    }

    /// <summary>Of lazy domains only.</summary>
    private static void WriteExposure(TextReport text, ExposureSummary exposure)
    {
        if (exposure.Windows == 0)
        {
            return;
        }

        text.Heading("Unmapped and still reachable");
        text.Row("windows", Units.Count(exposure.Windows), $"at most {Units.Count(exposure.PagesMax)} pages at once");
        text.Row("  page seconds", Units.Count((long)(exposure.PageNanoseconds / 1e9)));
        text.Row("  accesses through them", Units.Count(exposure.Exploited));
    }

    /// <summary>Of runs in which something was made to fail.</summary>
    private static void WriteFaults(TextReport text, IReadOnlyList<FaultTally> faults)
    {
        if (faults.Count == 0)
        {
            return;
        }

        text.Heading("Faults");
        foreach (FaultTally fault in faults)
        {
            text.Row(fault.Site.Name(), Units.Count(fault.Count), $"at {fault.Actor}");
        }
    }

    private static void WriteAccesses(TextReport text, AccessSummary accesses)
    {
        OperationCounts operations = accesses.Operations;
        LatencyPercentiles latency = accesses.Latency;
        text.Heading("Devices");
        text.Row(
            "operations",
            Units.Count(operations.Posted),
            $"{Units.Count(operations.Completed)} completed, {Units.Count(operations.Failed)} failed");
        text.Row(
            "  between devices",
            Units.Count(accesses.PeerOperations),
            $"{Units.Count(accesses.PeerRefused)} mappings refused");
        text.Row("accesses", Units.Count(accesses.Accesses), $"{Units.Count(accesses.Faults)} faults");
        text.Row("table walks", Units.Count(accesses.Walks));
        text.Row("IOTLB hit rate", Units.Percent(accesses.IotlbHitRate));
        text.Row(
            "latency, virtual time",
            Units.Nanoseconds(latency.P50),
            $"half; 90 % {Units.Nanoseconds(latency.P90)}, 99 % {Units.Nanoseconds(latency.P99)}, "
            + $"99.9 % {Units.Nanoseconds(latency.P999)}, longest {Units.Nanoseconds(latency.Max)}");
    }

    private static void WriteMemory(TextReport text, MemorySummary memory)
    {
        text.Heading("Memory meanwhile");
        text.Row("forks", Units.Count(memory.Forks), $"{Units.Count(memory.ForksFailed)} unwound");
        text.Row("  COW copies of pinned pages", Units.Count(memory.CowCopies));
        text.Row("migrations refused", Units.Count(memory.MigrationsRefused), $"{Units.Count(memory.Migrations)} done");
        if (memory.OrphanedFolios > 0)
        {
            text.Row("mapped != pinned", Units.Count(memory.OrphanedFolios), "folios that left their file under a pin");
        }
    }

    private static void WriteLeft(TextReport text, RunReport report)
    {
        PinnedNow now = report.Summary.Pins.Now;
        PinBalances pages = now.Balances;
        text.Heading(report.Over ? "Left at the end" : "Held so far");
        text.Row("pins", Units.Count(now.Pins), $"{Units.Bytes(report.Summary.Pins.PinnedBytes)} pinned");
        text.Row(
            "  of pages",
            Units.Count(pages.TakenPages - pages.ReleasedPages),
            $"{Units.Count(pages.TakenPages)} taken, {Units.Count(pages.ReleasedPages)} given back");
        text.Row("  charged pages", Units.Count(pages.ChargedPages));
        text.Row("windows of IOVA", Units.Count(report.Summary.Maps.LiveWindows));
    }

    private static void WriteDeliveries(TextReport text, RunReport report)
    {
        text.Heading("Deliveries");
        foreach ((string actor, long deliveries) in report.DeliveriesByActor.OrderByDescending(row => row.Value))
        {
            double share = report.Deliveries == 0 ? 0 : (double)deliveries / report.Deliveries;
            text.Row(actor, Units.Count(deliveries), Units.Percent(share));
        }

        text.Row("all", Units.Count(report.Deliveries));
    }

    private static void WriteRun(TextReport text, RunReport report, ResourceUse use)
    {
        text.Heading("Run");
        text.Row("virtual time", Units.Seconds(report.VirtualSeconds));
        text.Row("wall time", Units.Seconds(use.WallSeconds), $"{Units.Seconds(use.CpuSeconds)} of CPU");
        text.Row("peak memory", Units.Bytes(use.PeakRssBytes));
        text.Row("events", Units.Count(report.Events), $"{Units.Count(report.Checks)} checks of invariants");
        text.Row(
            "hash",
            report.Hash is { } hash ? $"{hash:x16}" : "-",
            report.Hash is null ? "none on real threads" : "");
    }

    private static void WriteWindows(TextReport text, RunReport report)
    {
        text.Heading("Race windows");
        foreach (Sometimes window in report.Windows)
        {
            string remark = report.Broken.Contains(window.Name, StringComparer.Ordinal) ? "promised by the scenario"
                : window.Count == 0 ? "never open: nothing is known of this race" : string.Empty;
            text.Line($"  {window.Name.PadRight(46)} {Units.Count(window.Count),10}   {remark}".TrimEnd());
        }
    }

    private static void WriteFindings(TextReport text, RunReport report, KernelVersion kernel)
    {
        text.Line();
        ExpectedFindings expected = Resources.ExpectedOf(kernel);
        foreach (Finding finding in report.Findings.Take(FindingsShown))
        {
            FindingText.Write(text, finding, KernelText.RemarkOn(finding.Invariant, kernel, expected));
        }

        foreach (string broken in report.Over ? report.Broken : [])
        {
            text.Line($"NOT TESTED '{broken}': the scenario promises this race window, and it was never open");
        }

        text.Line(report.FindingsTotal switch
        {
            0 => "Findings: none",
            <= FindingsShown => $"Findings: {report.FindingsTotal}",
            _ => $"Findings: {Units.Count(report.FindingsTotal)}, of which the first {FindingsShown} are shown",
        });
    }
}
