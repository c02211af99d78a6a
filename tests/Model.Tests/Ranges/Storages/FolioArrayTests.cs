namespace PhyrActors.Model.Tests;

public sealed class FolioArrayTests
{
    private static readonly FrameBlock s_folio = new(new Pfn(0x200), 9);
    private static readonly FrameBlock s_small = new(new Pfn(0x37), 0);

    [Fact]
    [Trait("row", "T10")]
    public void A_folio_is_one_entry_however_many_of_its_pages_come_and_however_they_come()
    {
        FolioArray array = new();
        ICpuSink sink = array;

        sink.Append(s_folio.Head + 5, 100, s_folio);
        sink.Append(s_folio.Head + 105, s_folio.Frames - 105, s_folio);
        sink.Append(s_small.Head, 1, s_small);

        Assert.Equal((2, s_folio, s_small), (array.Count, array[0], array[1]));
        Assert.Equal(
            [(s_folio.Head + 5).Address, s_small.Head.Address],
            RangeLists.Of(array).Select(range => range.Phyr.Start));
    }

    [Fact]
    [Trait("row", "T10")]
    public void The_inside_of_a_folio_in_the_middle_of_a_list_is_refused_by_name()
    {
        ICpuSink sink = new FolioArray();
        sink.Append(s_small.Head, 1, s_small);

        ArgumentException begins = Assert.Throws<ArgumentException>(
            () => sink.Append(s_folio.Head + 5, 3, s_folio));
        sink.Append(s_folio.Head, 3, s_folio);
        ArgumentException ends = Assert.Throws<ArgumentException>(() => sink.Append(s_small.Head, 1, s_small));

        Assert.Contains("[0x205000, 0x207fff]", begins.Message);
        Assert.Contains("pfn 0x200 order 9", ends.Message);
    }

    [Fact]
    [Trait("row", "T10")]
    public void Bytes_go_on_inside_a_folio_that_was_begun()
    {
        FolioArray array = new();

        array.Append(s_folio.Head, 3, s_folio);
        array.Append(CpuRange.OfFrames(s_folio.Head + 3, 2));

        Assert.Equal((1, 5UL << 12), (array.Count, array.LengthBytes));
    }
}
