using FsCheck;
using FsCheck.Fluent;

namespace PhyrActors.Model.Tests;

/// <summary>What a pin needs of the storage that it is given.</summary>
public sealed class PinSinkTests
{
    private static readonly FrameBlock s_folio = new(new Pfn(0x200), 9);

    public static TheoryData<string> Names => [.. StorageFormats.Names];

    [Theory]
    [MemberData(nameof(Names))]
    [Trait("row", "G6")]
    [Trait("row", "R4")]
    public void A_pin_fills_every_storage_with_the_same_memory_and_only_folios_refuse_the_inside_of_one(string name) =>
        Prop.ForAll(Draws.Any, numbers =>
        {
            PinnedRuns pinned = PinnedRuns.Drawn(new Draws(numbers));

            IRangeStorage<CpuRange>? storage = pinned.Fill(StorageFormats.New(name), out string? refusal);

            return storage is null
                ? name == "folios" && !pinned.AreWholeFolios && refusal!.Contains("[0x", StringComparison.Ordinal)
                : (name != "folios" || pinned.AreWholeFolios)
                    && RangeLists.Merged(RangeLists.Of(storage)).SequenceEqual(RangeLists.Merged(pinned.Ranges));
        }).QuickCheckThrowOnFailure();

    [Fact]
    [Trait("row", "T10")]
    [Trait("row", "G5")]
    public void A_pin_into_folios_names_each_folio_once_and_where_the_first_byte_lies_in_it() =>
        Prop.ForAll(Draws.Any, numbers =>
        {
            PinnedRuns pinned = PinnedRuns.Drawn(new Draws(numbers));
            FolioArray folios = new();
            if (pinned.Fill(folios, out _) is null)
            {
                return !pinned.AreWholeFolios;
            }

            IEnumerable<FrameBlock> once = Enumerable.Range(0, folios.Count).Select(i => folios[i]);
            return folios.Count == pinned.Folios
                && once.SequenceEqual(pinned.Runs.Select(static run => run.Folio).Distinct())
                && folios.FirstOffsetBytes == pinned.Runs[0].Frame.Address - pinned.Runs[0].Folio.Head.Address;
        }).QuickCheckThrowOnFailure();

    [Fact]
    [Trait("row", "T10")]
    public void A_pin_into_the_compressed_form_keeps_each_folio_as_one_chunk() =>
        Prop.ForAll(Draws.Any, numbers =>
        {
            PinnedRuns pinned = PinnedRuns.Drawn(new Draws(numbers));

            RangeCpu range = (RangeCpu)pinned.Fill(new RangeCpuBuilder(), out _)!;

            return !pinned.AreWholeFolios || Enumerable.Range(0, range.ChunkCount).Select(range.BlockAt)
                .SequenceEqual(pinned.Runs.Select(static run => run.Folio).Distinct());
        }).QuickCheckThrowOnFailure();

    [Theory]
    [MemberData(nameof(Names))]
    public void Frames_outside_their_folio_are_refused_by_name(string name)
    {
        ICpuSink sink = StorageFormats.New(name);

        ArgumentException refusal = Assert.Throws<ArgumentException>(
            () => sink.Append(s_folio.Head + 8, s_folio.Frames - 7, s_folio));

        Assert.Contains("pfn 0x208 and 505 frames", refusal.Message);
    }

    [Theory]
    [InlineData("scatterlist 24", true)]
    [InlineData("scatterlist 32", true)]
    [InlineData("bio_vec", true)]
    [InlineData("bio chain", true)]
    [InlineData("pages", true)]
    [InlineData("rlist", true)]
    [InlineData("lent", true)]
    [InlineData("folios", false)]
    [InlineData("phyrs", false)]
    [InlineData("packed 8/12", false)]
    [InlineData("compressed", false)]
    [Trait("row", "T8")]
    [Trait("row", "G6")]
    public void A_pin_of_a_peers_memory_is_kept_with_its_provider_or_refused_by_name(string name, bool isKept)
    {
        ICpuSink sink = StorageFormats.New(name);
        sink.Append(s_folio.Head, s_folio.Frames, s_folio);
        CpuRange lent = StorageFormats.Providers.Find(new Phyr(new PhysAddr(0x100_0000_0000), 0x2000));

        string? refusal = sink.WhyNot(lent);

        Assert.Equal(isKept, refusal is null);
        Assert.Equal(isKept, refusal?.Contains("[0x10000000000, 0x10000001fff] of provider 1") != true);
    }
}
