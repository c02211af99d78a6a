using System.Collections.Concurrent;
using System.Diagnostics;

namespace PhyrActors.Offender;

/// <summary>Does on purpose what the deterministic projects must not do, one offence a member.</summary>
public sealed class Synchronising
{
    private readonly Dictionary<string, int> _gate = [];
    private readonly ConcurrentQueue<int> _queue = new();
    private volatile int _flag;
    private int _count;

    public int Flag { get => _flag; set => _flag = value; }

    public void LockDictionary()
    {
        lock (_gate)
        {
            _gate["held"] = 1;
        }
    }

    public static bool IsHeld(Lock gate) => gate?.IsHeldByCurrentThread ?? false;

    public void Increment() => Interlocked.Increment(ref _count);

    public void Enqueue() => _queue.Enqueue(1);

    public static Task RunTask() => Task.Run(static () => { });

    public static ValueTask Complete() => ValueTask.CompletedTask;

    public static async void Detach() => await Task.Yield();

    public static void Start() => new Thread(static () => { }).Start();

    public static void Queue() => ThreadPool.QueueUserWorkItem(static _ => { });

    public static void Enter(SemaphoreSlim semaphore) => semaphore?.Release();

    public static void Enter(ReaderWriterLockSlim readerWriter) => readerWriter?.EnterReadLock();

    public static void Enter(Mutex mutex) => mutex?.ReleaseMutex();

    public static void Enter(ManualResetEventSlim signal) => signal?.Set();

    public static int Combine(int left, int right) => HashCode.Combine(left, right);

    public static int Fingerprint(string text) => string.GetHashCode(text, StringComparison.Ordinal);

    public static int Order(object key) => key?.GetHashCode() ?? 0;

    public static int Roll() => new Random(1).Next();

    public static Guid Name() => Guid.NewGuid();

    public static long Elapsed() => Stopwatch.GetTimestamp();

    public static DateTime Now() => DateTime.Now;

    public static DateTime UtcNow() => DateTime.UtcNow;

    public static DateTimeOffset OffsetNow() => DateTimeOffset.Now;

    public static DateTimeOffset OffsetUtcNow() => DateTimeOffset.UtcNow;

    public static DateTimeOffset Provided(TimeProvider provider) => provider?.GetUtcNow() ?? default;

    public static long Ticks() => Environment.TickCount64 + Environment.TickCount;
}
