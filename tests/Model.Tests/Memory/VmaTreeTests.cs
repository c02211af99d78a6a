namespace PhyrActors.Model.Tests;

public sealed class VmaTreeTests
{
    private readonly VmaTree _tree = new();

    [Theory]
    [InlineData(0x0fff, false)]
    [InlineData(0x1000, true)]
    [InlineData(0x2fff, true)]
    [InlineData(0x3000, false)]
    public void An_address_finds_the_part_that_holds_it(ulong address, bool found)
    {
        _tree.Add(Part(0x1000, 0x3000));

        Assert.Equal(found, _tree.Find(new VirtAddr(address)) is not null);
    }

    [Theory]
    [InlineData(0x0000, 0x1000, Errno.None)]
    [InlineData(0x0000, 0x2000, Errno.EEXIST)]
    [InlineData(0x2000, 0x9000, Errno.EEXIST)]
    [InlineData(0x3000, 0x4000, Errno.None)]
    public void A_part_over_another_is_refused(ulong start, ulong end, Errno errno)
    {
        _tree.Add(Part(0x1000, 0x3000));

        Assert.Equal(errno, _tree.Add(Part(start, end)));
    }

    [Fact]
    public void Unmapping_the_middle_leaves_both_ends_with_their_flags()
    {
        _tree.Add(Part(0x1000, 0x9000, VmaFlags.DontFork));

        _tree.Remove(new VirtAddr(0x3000), new VirtAddr(0x5000));

        Assert.Equal([Part(0x1000, 0x3000, VmaFlags.DontFork), Part(0x5000, 0x9000, VmaFlags.DontFork)], _tree.All);
    }

    [Fact]
    public void Unmapping_takes_whole_parts_and_cuts_those_at_the_ends()
    {
        _tree.Add(Part(0x1000, 0x3000));
        _tree.Add(Part(0x3000, 0x4000, VmaFlags.Write));
        _tree.Add(Part(0x5000, 0x7000));

        _tree.Remove(new VirtAddr(0x2000), new VirtAddr(0x6000));

        Assert.Equal([Part(0x1000, 0x2000), Part(0x6000, 0x7000)], _tree.All);
    }

    [Fact]
    public void One_part_too_many_is_refused()
    {
        for (ulong i = 0; i < VmaTree.CountMax; i++)
        {
            _tree.Add(Part(i * 0x4000, (i * 0x4000) + 0x3000));
        }

        Errno added = _tree.Add(Part(0x3000, 0x4000));
        Errno cut = _tree.Remove(new VirtAddr(0x1000), new VirtAddr(0x2000));

        Assert.Equal((Errno.ENOMEM, Errno.ENOMEM), (added, cut));
    }

    [Theory]
    [InlineData(0x1000, 0x1000)]
    [InlineData(0x1000, 0x1800)]
    [InlineData(0x1800, 0x3000)]
    public void A_part_is_made_of_whole_pages(ulong start, ulong end) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Part(start, end));

    [Fact]
    public void What_is_left_of_a_file_mapping_shows_the_same_pages()
    {
        _tree.Add(new Vma(new VirtAddr(0x1000), new VirtAddr(0x9000), VmaFlags.Read, new VmaFile(3, 10)));

        _tree.Remove(new VirtAddr(0x3000), new VirtAddr(0x5000));

        Assert.Equal([new VmaFile(3, 10), new VmaFile(3, 14)], _tree.All.Select(part => part.File!.Value));
    }

    private static Vma Part(ulong start, ulong end, VmaFlags flags = VmaFlags.None) =>
        new(new VirtAddr(start), new VirtAddr(end), flags);
}
