namespace PhyrActors.Model.Tests;

/// <summary>The page cache against what a file with folios of several sizes should show.</summary>
public sealed class PageCacheTests
{
    private readonly PageCache _cache = new();

    public PageCacheTests() => _cache.AddFile(1, 64, tracksDirty: false);

    [Theory]
    [InlineData(15, null)]
    [InlineData(16, 512)]
    [InlineData(31, 527)]
    [InlineData(32, null)]
    public void A_page_is_found_in_the_folio_that_holds_it(int index, int? frame)
    {
        _cache.TryAdd(new FilePage(1, 16), new FrameBlock(new Pfn(512), 4));

        bool found = _cache.TryFind(new FilePage(1, (ulong)index), out Pfn shown);

        Assert.Equal(frame, found ? (int)shown.Value : null);
    }

    [Theory]
    [InlineData(0, 4, Errno.None)]
    [InlineData(16, 0, Errno.EEXIST)]
    [InlineData(31, 0, Errno.EEXIST)]
    [InlineData(0, 5, Errno.EEXIST)]
    [InlineData(64, 0, Errno.EINVAL)]
    public void A_folio_is_added_where_there_is_none_and_the_file_goes_so_far(int index, int order, Errno errno)
    {
        _cache.TryAdd(new FilePage(1, 16), new FrameBlock(new Pfn(512), 4));

        Assert.Equal(errno, _cache.TryAdd(new FilePage(1, (ulong)index), new FrameBlock(new Pfn(1024), order)));
    }

    [Fact]
    public void A_folio_that_moved_is_found_at_its_new_frames_only()
    {
        _cache.TryAdd(new FilePage(1, 3), new FrameBlock(new Pfn(7), 0));

        _cache.Replace(new Pfn(7), new FrameBlock(new Pfn(9), 0));

        Assert.True(_cache.TryFind(new FilePage(1, 3), out Pfn frame));
        Assert.Equal((new Pfn(9), false), (frame, _cache.TryFindPlace(new Pfn(7), out _)));
    }

    [Fact]
    public void A_file_system_that_tracks_writes_expects_them_from_its_preparation_to_the_next_clean()
    {
        CachedFile file = _cache.AddFile(2, 4, tracksDirty: true);
        bool before = file.IsPrepared(3);
        file.Prepare(3);
        bool prepared = file.IsPrepared(3);

        file.Settle(3);

        Assert.Equal((false, true, false), (before, prepared, file.IsPrepared(3)));
    }

    [Fact]
    public void A_folio_that_was_removed_is_in_no_file()
    {
        _cache.TryAdd(new FilePage(1, 3), new FrameBlock(new Pfn(7), 0));

        _cache.Remove(new Pfn(7));

        Assert.Equal((0, false), (_cache.Folios, _cache.TryFind(new FilePage(1, 3), out _)));
    }
}
