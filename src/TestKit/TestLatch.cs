namespace PhyrActors.Testing;

/// <summary>Opens after being counted down; a test waits for it as it waits for messages.</summary>
public sealed class TestLatch
{
    private static readonly TimeSpan s_default = TimeSpan.FromSeconds(5);

    private readonly Driver _driver;
    private readonly int _count;
    private int _left;

    internal TestLatch(Driver driver, int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        (_driver, _count, _left) = (driver, count, count);
    }

    public bool IsOpen => Volatile.Read(ref _left) <= 0;

    public void CountDown() => Interlocked.Decrement(ref _left);

    public void Open() => Volatile.Write(ref _left, 0);

    public void Reset() => Volatile.Write(ref _left, _count);

    /// <summary>Waits until the latch is open; five seconds if nothing else is said.</summary>
    /// <exception cref="TimeoutException">It did not open in time.</exception>
    public void Ready(TimeSpan? timeout = null)
    {
        TimeSpan max = timeout ?? s_default;
        if (!_driver.WaitUntil(() => IsOpen, max))
        {
            throw new TimeoutException($"The latch did not open within {max} ({_driver.Run}).");
        }
    }
}
