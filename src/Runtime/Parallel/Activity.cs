namespace PhyrActors.Runtime;

/// <summary>Counts the mailboxes that have something to do and the timers that run, and tells when there are
/// none.</summary>
/// <remarks>Both counts share one word, so that "no mailbox and no timer" is one reading and not two. Whoever causes
/// activity is counted itself until after it has done so; that makes zero final but for messages from
/// outside.</remarks>
internal sealed class Activity
{
    private const long OneTimer = 1L << 32;

    private readonly Lock _gate = new();
    private readonly List<Waiter> _waiters = [];
    private long _counts;
    private volatile bool _awaited;

    public void MailboxWoke() => Interlocked.Increment(ref _counts);

    public void MailboxRests() => Lowered(Interlocked.Decrement(ref _counts));

    public void TimerStarted() => Interlocked.Add(ref _counts, OneTimer);

    public void TimerEnded() => Lowered(Interlocked.Add(ref _counts, -OneTimer));

    /// <param name="timersToo">Wait for the timers' end as well, not only for the mailboxes.</param>
    public Task WhenNone(bool timersToo)
    {
        Waiter waiter = new(timersToo, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        lock (_gate)
        {
            _waiters.Add(waiter);
            _awaited = true;
        }

        TellWaiters();
        return waiter.Done.Task;
    }

    private static bool IsNone(long counts, bool timersToo) =>
        timersToo ? counts == 0 : (counts & (OneTimer - 1)) == 0;

    private void Lowered(long counts)
    {
        if (_awaited && IsNone(counts, timersToo: false))
        {
            TellWaiters();
        }
    }

    /// <summary>Reads the counts anew: a waiter may have come after the reading that led here. The reading is a full
    /// fence, as is every change of the counts: either it sees the last decrement, or that one sees the
    /// waiter.</summary>
    private void TellWaiters()
    {
        lock (_gate)
        {
            long counts = Interlocked.Add(ref _counts, 0);
            foreach (Waiter waiter in _waiters)
            {
                if (IsNone(counts, waiter.TimersToo))
                {
                    waiter.Done.SetResult();
                }
            }

            _waiters.RemoveAll(waiter => waiter.Done.Task.IsCompleted);
            _awaited = _waiters.Count > 0;
        }
    }

    private readonly record struct Waiter(bool TimersToo, TaskCompletionSource Done);
}
