using PhyrActors.Model;

namespace PhyrActors.Scenarios;

/// <summary>What the memory of a scenario's process costs in each format, when it is described in regions of
/// <c>load.region</c>.</summary>
/// <param name="Scenario">The scenario's name.</param>
/// <param name="Seed">What decided which frames there are, and their order.</param>
/// <param name="Bytes">The memory.</param>
/// <param name="Regions">How many ranges describe it.</param>
/// <param name="Chunks">The chunks of all.</param>
/// <param name="Formats">The kernel's scatterlist first.</param>
public sealed record FormatSurvey(
    string Scenario, ulong Seed, ulong Bytes, long Regions, long Chunks, IReadOnlyList<FormatCost> Formats)
{
    private static readonly IReadOnlyList<(string Name, Func<RangeCpu, ulong> Entries, Func<RangeCpu, ulong> Bytes)>
        s_formats =
        [
            ("scatterlist 32", ScatterlistFormat.Entries, ScatterlistFormat.Bytes),
            ("scatterlist 24", ScatterlistFormat.Entries, ScatterlistFormat.BytesWithoutDmaLength),
            ("bio chain", BioChainFormat.Entries, BioChainFormat.Bytes),
            ("bio_vec", BioVecFormat.Entries, BioVecFormat.Bytes),
            ("page array", PageArrayFormat.Entries, PageArrayFormat.Bytes),
            ("folio array", FolioArrayFormat.Entries, FolioArrayFormat.Bytes),
            ("phyr", PhyrFormat.Entries, PhyrFormat.Bytes),
            ("rlist 8/16/24", RListFormat.Entries, RListFormat.Bytes),
            ("packed", PackedFormat.Entries, PackedFormat.Bytes),
            ("compressed", CompressedFormat.Entries, CompressedFormat.Bytes),
        ];

    /// <exception cref="ConfigurationException">The machine has too little memory of the sizes asked for.</exception>
    public static FormatSurvey Of(Scenario scenario)
    {
        ArgumentNullException.ThrowIfNull(scenario);
        MemoryImage image = MemoryImage.Build(
            scenario.Memory, scenario.Load.ForkSharedBytes, process: 0, scenario.Seed);
        ulong[] entries = new ulong[s_formats.Count];
        ulong[] bytes = new ulong[s_formats.Count];
        (long regions, long chunks) = (0, 0);
        for (ulong at = 0; at < scenario.Memory.ProcessBytes; at += scenario.Load.RegionBytes)
        {
            RangeCpu range = RangeAt(image, MemoryImage.ProcessStart + at, scenario.Load.RegionBytes);
            regions++;
            chunks += range.ChunkCount;
            for (int i = 0; i < s_formats.Count; i++)
            {
                entries[i] += s_formats[i].Entries(range);
                bytes[i] += s_formats[i].Bytes(range);
            }
        }

        return new FormatSurvey(
            scenario.Name,
            scenario.Seed,
            scenario.Memory.ProcessBytes,
            regions,
            chunks,
            [.. s_formats.Select((format, i) => new FormatCost(format.Name, entries[i], bytes[i]))]);
    }

    /// <summary>What a pin of these bytes gives.</summary>
    private static RangeCpu RangeAt(MemoryImage image, VirtAddr start, ulong lengthBytes)
    {
        RangeCpuBuilder builder = new();
        Span<PteRun> runs = stackalloc PteRun[64];
        for (VirtAddr at = start; at < start + lengthBytes;)
        {
            int count = image.Pages.Read(at, start + lengthBytes - at, runs);
            if (count == 0)
            {
                throw new InvariantException($"The process has nothing at {at}.");
            }

            foreach (PteRun run in runs[..count])
            {
                if (!image.Folios.TryFind(run.Frame, out Folio folio))
                {
                    throw new InvariantException($"The process maps {run.Frame}, which is in no folio.");
                }

                builder.Append(run.Frame, (ulong)run.Pages, folio.Block);
                at = run.End;
            }
        }

        return builder.Build();
    }
}

/// <summary>One format's cost.</summary>
/// <param name="Name">The format.</param>
/// <param name="Entries">Its entries, links not counted.</param>
/// <param name="Bytes">Bytes of all, links and index included.</param>
public sealed record FormatCost(string Name, ulong Entries, ulong Bytes);
