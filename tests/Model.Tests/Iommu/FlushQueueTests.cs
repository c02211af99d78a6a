namespace PhyrActors.Model.Tests;

/// <summary>What may be released when, by the counters.</summary>
public sealed class FlushQueueTests
{
    private const ulong Page = Pfn.FrameSizeBytes;

    private readonly List<FlushQueueEntry> _released = [];

    [Fact]
    public void An_entry_goes_when_a_flush_that_began_after_it_has_finished()
    {
        FlushQueue queue = new(1, 4);
        Add(queue, 0, 1);
        queue.BeginFlush();
        queue.Release(0, _released);
        int before = _released.Count;

        queue.EndFlush();
        queue.Release(0, _released);

        Assert.Equal((0, 1), (before, _released.Count));
    }

    [Fact]
    public void A_flush_that_began_before_an_entry_does_not_release_it()
    {
        FlushQueue queue = new(1, 4);
        queue.BeginFlush();
        Add(queue, 0, 1);
        queue.EndFlush();

        queue.Release(0, _released);

        Assert.Empty(_released);
    }

    [Fact]
    public void Of_two_flushes_that_overlap_an_entry_between_their_beginnings_needs_both()
    {
        FlushQueue queue = new(1, 4);
        queue.BeginFlush();
        Add(queue, 0, 1);
        queue.BeginFlush();
        queue.EndFlush();
        queue.Release(0, _released);
        int afterOne = _released.Count;

        queue.EndFlush();
        queue.Release(0, _released);

        Assert.Equal((0, 1), (afterOne, _released.Count));
    }

    [Fact]
    public void A_ring_holds_one_entry_fewer_than_its_size()
    {
        FlushQueue queue = new(1, 3);
        Add(queue, 0, 1);
        bool before = queue.IsFull(0);

        Add(queue, 0, 2);

        Assert.Equal((false, true), (before, queue.IsFull(0)));
        Assert.Throws<InvalidOperationException>(() => Add(queue, 0, 3));
    }

    [Fact]
    public void A_cpu_releases_its_own_ring_and_the_timer_all()
    {
        FlushQueue queue = new(2, 4);
        Add(queue, 0, 1);
        Add(queue, 1, 2);
        queue.BeginFlush();
        queue.EndFlush();
        queue.Release(1, _released);
        ulong own = _released.Single().Window.Start.Value;

        queue.ReleaseAll(_released);

        Assert.Equal((2 * Page, 2, true), (own, _released.Count, queue.IsEmpty));
    }

    [Fact]
    public void One_ring_for_all_cpus_is_shared()
    {
        FlushQueue queue = new(1, 2);

        Add(queue, 5, 1);

        Assert.True(queue.IsFull(0));
    }

    [Fact]
    public void A_flush_that_failed_releases_nothing_and_does_not_count()
    {
        FlushQueue queue = new(1, 4);
        Add(queue, 0, 1);
        queue.BeginFlush();
        queue.FailFlush();
        queue.Release(0, _released);
        int before = _released.Count;
        queue.BeginFlush();

        queue.EndFlush();
        queue.Release(0, _released);

        Assert.Equal((0, 1), (before, _released.Count));
    }

    /// <summary>Up to three flushes overlap and end in any order: an entry goes only if a flush that began after it has
    /// ended.</summary>
    [Fact]
    public void Whatever_the_order_in_which_flushes_end_no_entry_goes_too_early()
    {
        SplitMix random = new(1);
        for (int run = 0; run < 2000; run++)
        {
            FlushQueue queue = new(1, 64);
            List<(long Began, bool Ended)> flushes = [];
            Dictionary<ulong, long> queuedAt = [];
            for (int time = 1; time < 40; time++)
            {
                Step(queue, flushes, queuedAt, (int)random.Below(3), time);
                queue.Release(0, _released);
                foreach (FlushQueueEntry entry in _released)
                {
                    long queued = queuedAt[entry.Window.Start.Value];
                    Assert.Contains(flushes, flush => flush.Ended && flush.Began > queued);
                }

                _released.Clear();
            }
        }
    }

    private static void Step(
        FlushQueue queue,
        List<(long Began, bool Ended)> flushes,
        Dictionary<ulong, long> queuedAt,
        int what,
        int time)
    {
        int open = flushes.FindLastIndex(flush => !flush.Ended);
        if (what == 0)
        {
            Add(queue, 0, (ulong)time);
            queuedAt.Add((ulong)time * Page, time);
        }
        else if (what == 1 && flushes.Count(flush => !flush.Ended) < 3)
        {
            queue.BeginFlush();
            flushes.Add((time, false));
        }
        else if (open >= 0)
        {
            queue.EndFlush();
            flushes[open] = (flushes[open].Began, true);
        }
    }

    private static void Add(FlushQueue queue, int cpu, ulong page) =>
        queue.Add(cpu, new IovaWindow(new Iova(page * Page), Page), default);
}
