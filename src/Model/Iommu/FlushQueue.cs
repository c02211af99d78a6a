namespace PhyrActors.Model;

/// <summary>A window that was unmapped and not yet invalidated, with the table pages that went with it.</summary>
/// <param name="Window">The IOVA.</param>
/// <param name="Tables">To be released with it.</param>
/// <param name="Counter">How many flushes had begun when it was queued.</param>
public readonly record struct FlushQueueEntry(IovaWindow Window, ReadOnlyMemory<FreedTable> Tables, long Counter);

/// <summary>Windows that wait for an invalidation of the whole domain, in a ring a CPU or in one for all.</summary>
/// <remarks>An entry may go only when more flushes have finished than had begun when it was queued: then one of them
/// began after it, in whatever order they finish. Source: drivers/iommu/dma-iommu.c:queue_iova(), v7.0.</remarks>
public sealed class FlushQueue
{
    /// <summary>IOVA_DEFAULT_FQ_SIZE, a CPU.</summary>
    public const int PerCpuSizeDefault = 256;

    /// <summary>IOVA_SINGLE_FQ_SIZE, for domains where a flush is expensive.</summary>
    public const int SingleSizeDefault = 32768;

    private readonly Queue<FlushQueueEntry>[] _rings;
    private readonly int _entriesMax;
    private readonly bool _releasesTooEarly;

    /// <param name="rings">One a CPU, or one.</param>
    /// <param name="size">Slots of a ring; one of them stays empty.</param>
    /// <param name="releasesTooEarly">The defect: compares with less-or-equal.</param>
    public FlushQueue(int rings, int size, bool releasesTooEarly = false)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(rings);
        ArgumentOutOfRangeException.ThrowIfLessThan(size, 2);
        _rings = new Queue<FlushQueueEntry>[rings];
        for (int ring = 0; ring < rings; ring++)
        {
            _rings[ring] = new Queue<FlushQueueEntry>();
        }

        (_entriesMax, _releasesTooEarly) = (size - 1, releasesTooEarly);
    }

    /// <summary>Flushes that have begun (fq_flush_start_cnt).</summary>
    public long Begun { get; private set; }

    /// <summary>Flushes that have finished (fq_flush_finish_cnt).</summary>
    public long Finished { get; private set; }

    public bool IsEmpty => Array.TrueForAll(_rings, static ring => ring.Count == 0);

    public bool IsFull(int cpu) => RingOf(cpu).Count == _entriesMax;

    /// <exception cref="InvalidOperationException">The ring is full: flush and release first.</exception>
    public void Add(int cpu, IovaWindow window, ReadOnlyMemory<FreedTable> tables)
    {
        if (IsFull(cpu))
        {
            throw new InvalidOperationException($"the flush queue of CPU {cpu} is full");
        }

        RingOf(cpu).Enqueue(new FlushQueueEntry(window, tables, Begun));
    }

    /// <summary>To be called before the invalidation is asked for.</summary>
    public void BeginFlush() => Begun++;

    /// <summary>To be called when the invalidation is complete.</summary>
    public void EndFlush() => Finished++;

    /// <summary>The invalidation failed: it counts as never begun, and what was queued since waits for one flush
    /// more.</summary>
    public void FailFlush() => Begun--;

    /// <summary>Takes what may go from the front of one CPU's ring.</summary>
    public void Release(int cpu, ICollection<FlushQueueEntry> released)
    {
        ArgumentNullException.ThrowIfNull(released);
        Queue<FlushQueueEntry> ring = RingOf(cpu);
        while (ring.TryPeek(out FlushQueueEntry entry) && MayGo(entry))
        {
            released.Add(ring.Dequeue());
        }
    }

    /// <summary>Takes what may go from every ring.</summary>
    public void ReleaseAll(ICollection<FlushQueueEntry> released)
    {
        for (int ring = 0; ring < _rings.Length; ring++)
        {
            Release(ring, released);
        }
    }

    private bool MayGo(in FlushQueueEntry entry) =>
        _releasesTooEarly ? entry.Counter <= Finished : entry.Counter < Finished;

    private Queue<FlushQueueEntry> RingOf(int cpu) => _rings[cpu % _rings.Length];
}
