using PhyrActors.Exploration;
using PhyrActors.Model;

namespace PhyrActors.Scenarios.Tests;

/// <summary>Every switch of docs/bug-zoo.md, in the small scenario that shows it: found by the invariant that the page
/// names, by a run in time or within a budget of schedules of one seed.</summary>
public sealed class ZooTests
{
    private const string Quick = "quick.conf";
    private const string Stream = "backends.conf";
    private const string DmaBuf = "dma-buf.conf";

    /// <summary>Every unmap of a region empties a table.</summary>
    private const string SmallFolios =
        "memory.folio-mix { 2MiB = 0, 64KiB = 1, 4KiB = 0 }; link.batch = 64";

    private const string SharedBatches =
        "memory.process = 16MiB; load.contexts = 8; link.batch = 64; iommu.batch-window = 1ms";

    /// <summary>Defect, invariant, scenario, changes to it, schedules; none: it is run in time, on a few
    /// seeds.</summary>
    public static TheoryData<Mutation, string, string, string, int> Exhibits => new()
    {
        { Mutation.M1, "I-4", Quick, "", 5 },
        { Mutation.M2, "I-4", Quick, "", 5 },
        { Mutation.M3, "I-4", "lazy.conf", "load.contexts = 1", 0 },
        { Mutation.M4, "I-4", "store-buffer.conf", "", 100 },
        { Mutation.M5, "I-3", Quick, SmallFolios, 0 },
        { Mutation.M6, "I-3", Quick, SmallFolios, 0 },
        { Mutation.M7, "I-5", "ats.conf", "", 0 },
        { Mutation.M8, "I-33", "ats.conf", "", 500 },
        { Mutation.M9, "I-1", Quick, "", 5 },
        { Mutation.M10, "I-16", Quick, "", 5 },
        { Mutation.M11, "I-20", "store-buffer.conf", "", 100 },
        { Mutation.M12, "I-22", "dpor-mr.conf", "fork.rate = 0; migration.rate = 2000", 100 },
        { Mutation.M18, "I-11", Quick, "", 5 },
        { Mutation.M19, "I-37", Quick, "", 5 },
        { Mutation.M20, "I-9", Quick, "", 5 },
        { Mutation.M21, "I-12", Quick, "", 5 },
        { Mutation.M22, "I-39", Stream, "dma.backend = swiotlb", 5 },
        { Mutation.M24, "I-10", Quick, "", 5 },
        { Mutation.M25, "I-40", Stream, "", 5 },
        { Mutation.M29, "I-2", "walk.conf", "", 2000 },
        { Mutation.M30, "I-2", "walk.conf", "", 20_000 },
        { Mutation.M31, "I-4", Quick, "", 2000 },
        { Mutation.M32, "I-3", Quick, SharedBatches, 0 },
        { Mutation.M33, "I-33", Quick, "iommu.queue-errors = on", 500 },
        { Mutation.A1, "I-1", Stream, "dma.backend = direct", 5 },
        { Mutation.A2, "I-15", Stream, "dma.backend = iommu", 5 },
        { Mutation.S1, "I-40", Stream, "dma.backend = swiotlb", 5 },
        { Mutation.D1, "I-12", Quick, "iommu.map-errors = on", 500 },
        { Mutation.D3, "I-7", "errors.conf", "", 500 },
        { Mutation.D5, "I-40", Stream, "", 5 },
        { Mutation.B2, "I-34", "ats.conf", "", 500 },
        { Mutation.B4, "I-34", "ats.conf", "", 500 },
        { Mutation.B21, "I-33", Quick, "iommu.queue-errors = on", 500 },
        { Mutation.B23, "I-3", "churn.conf", "", 0 },
        {
            Mutation.B29, "I-40", Stream,
            "dma.backend = swiotlb; dma.buffer = 4KiB; dma.buffers = 64; dma.pool = 256KiB", 0
        },
        { Mutation.B35, "I-20", "store-buffer.conf", "", 100 },
        { Mutation.M15, "I-27", DmaBuf, "", 100 },
        { Mutation.B54, "I-36", DmaBuf, "", 100 },
        { Mutation.B55, "I-27", DmaBuf, "", 100 },
        { Mutation.D6, "I-27", DmaBuf, "", 1 },
    };

    [Theory]
    [MemberData(nameof(Exhibits))]
    public void A_defect_is_found_where_the_zoo_shows_it(
        Mutation defect, string invariant, string file, string changes, int schedules)
    {
        string[] overrides = changes.Split(
            ';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

        Finding? first = schedules == 0 ? Run(defect, file, overrides) : Explore(defect, file, overrides, schedules);

        Assert.Equal(invariant, first?.Invariant);
    }

    private static Finding? Run(Mutation defect, string file, string[] overrides) => Enumerable.Range(1, 8)
        .SelectMany(seed =>
            WorldRuns.Simulate(ScenarioFiles.Named(file, [$"seed = {seed}", .. overrides]), defect).Findings)
        .FirstOrDefault();

    private static Finding? Explore(Mutation defect, string file, string[] overrides, int schedules) =>
        WorldRuns.Explore(ScenarioFiles.Named(file, overrides), schedules, defect)
            .SelectMany(static run => run.Findings).FirstOrDefault();
}
