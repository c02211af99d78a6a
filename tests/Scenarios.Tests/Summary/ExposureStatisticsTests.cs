using PhyrActors.Model;

namespace PhyrActors.Scenarios.Tests;

public sealed class ExposureStatisticsTests
{
    private readonly RunStatistics _statistics = new();
    private readonly History _history;

    public ExposureStatisticsTests() => _history = new History([_statistics]);

    [Fact]
    public void Pages_are_exposed_from_the_unmap_until_the_window_is_freed()
    {
        _history.At(1, 100, new WindowQueued(1, new Iova(0x10000), 0x3000));
        _history.At(1, 200, new WindowQueued(1, new Iova(0x20000), 0x1000));
        _history.At(1, 600, new IovaFreed(1, new Iova(0x10000), 0x3000));
        _history.At(1, 600, new IovaFreed(1, new Iova(0x20000), 0x1000));

        ExposureSummary exposure = _statistics.Summary.Exposure;

        Assert.Equal(new ExposureSummary(2, 4, (3 * 500) + 400, 0), exposure);
    }

    [Fact]
    public void An_access_through_an_exposed_window_is_exploited_and_one_after_it_is_freed_is_not()
    {
        AccessLanded access = new(3, 1, new Iova(0x11000), new PhysAddr(0x5000), 64, Write: true);
        _history.At(1, 100, new WindowQueued(1, new Iova(0x10000), 0x3000));
        _history.At(2, 200, access);
        _history.At(2, 200, access with { Domain = 2 });
        _history.At(1, 300, new IovaFreed(1, new Iova(0x10000), 0x3000));
        _history.At(2, 400, access);

        long exploited = _statistics.Summary.Exposure.Exploited;

        Assert.Equal(1, exploited);
    }
}
