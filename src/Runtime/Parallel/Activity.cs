using System.Numerics;
using System.Runtime.InteropServices;

namespace PhyrActors.Runtime;

/// <summary>Counts the mailboxes that have something to do and the timers that run, and tells when there are
/// none.</summary>
/// <remarks>Whoever causes activity is counted itself until after it has done so; that makes zero final but for
/// messages from outside. Threads count mailboxes on stripes of their own, and in a shared word only the stripes that
/// are not empty: a stripe is in the word before its first mailbox, and until after its last. The word holds the timers
/// as well, so that "no mailbox and no timer" is one reading and not two.</remarks>
internal sealed class Activity
{
    private const long OneTimer = 1L << 32;

    private readonly Lock _gate = new();
    private readonly List<Waiter> _waiters = [];

    // A power of two, and so many that threads seldom share one.
    private readonly Stripe[] _stripes =
        new Stripe[BitOperations.RoundUpToPowerOf2(2 * (uint)Environment.ProcessorCount)];

    private long _counts;
    private volatile bool _awaited;

    /// <returns>The stripe on which the mailbox is counted.</returns>
    public int MailboxWoke()
    {
        int index = Environment.CurrentManagedThreadId & (_stripes.Length - 1);
        ref int mailboxes = ref _stripes[index].Mailboxes;
        while (true)
        {
            int before = Volatile.Read(ref mailboxes);
            if (before > 0)
            {
                if (Interlocked.CompareExchange(ref mailboxes, before + 1, before) == before)
                {
                    return index;
                }
            }
            else
            {
                Interlocked.Increment(ref _counts);
                if (Interlocked.CompareExchange(ref mailboxes, 1, 0) == 0)
                {
                    return index;
                }

                Lowered(Interlocked.Decrement(ref _counts));
            }
        }
    }

    /// <param name="stripe">The stripe on which the mailbox is counted.</param>
    public void MailboxRests(int stripe)
    {
        if (Interlocked.Decrement(ref _stripes[stripe].Mailboxes) == 0)
        {
            Lowered(Interlocked.Decrement(ref _counts));
        }
    }

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

    /// <summary>A count with a pair of cache lines to itself.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 128)]
    private struct Stripe
    {
        [FieldOffset(0)]
        public int Mailboxes;
    }

    private readonly record struct Waiter(bool TimersToo, TaskCompletionSource Done);
}
