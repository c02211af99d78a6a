using System.Diagnostics;

namespace PhyrActors.Runtime;

/// <summary>The time of a parallel system, the wall clock's times a factor, and the timers that run by it.</summary>
internal sealed class WallClock : ITimeProvider, IDisposable
{
    private const int RebuildFrom = 64;
    private const double AlarmMillisecondsMax = int.MaxValue;

    private readonly Lock _gate = new();
    private readonly long _startedAt = Stopwatch.GetTimestamp();
    private readonly DateTimeOffset _startedOn = DateTimeOffset.UtcNow;
    private readonly double _speedup;
    private readonly Activity _activity;
    private readonly Timer _alarm;

    // By deadline; equal deadlines in the order of their starts.
    private PriorityQueue<ParallelTimer, (long Ticks, long Order)> _timers = new();
    private long _timersMade;
    private int _cancelled;
    private long _alarmAt = long.MaxValue;
    private bool _stopped;

    public WallClock(double speedup, Activity activity)
    {
        (_speedup, _activity) = (speedup, activity);
        _alarm = new Timer(static clock => ((WallClock)clock!).Fire(), this, Timeout.Infinite, Timeout.Infinite);
    }

    public DateTimeOffset Now => _startedOn + MonotonicClock;

    public TimeSpan MonotonicClock => Stopwatch.GetElapsedTime(_startedAt) * _speedup;

    public ITimerHandle Start(ParallelTimer timer, TimeSpan delay)
    {
        _activity.TimerStarted();
        lock (_gate)
        {
            timer.Deadline = (MonotonicClock + delay).Ticks;
            _timers.Enqueue(timer, (timer.Deadline, _timersMade++));
            if (timer.Deadline < _alarmAt)
            {
                SetAlarm();
            }
        }

        return timer;
    }

    /// <summary>A timer was cancelled; it stays in the queue until there are too many like it.</summary>
    public void OnCancelled()
    {
        _activity.TimerEnded();
        if (Interlocked.Increment(ref _cancelled) < RebuildFrom)
        {
            return;
        }

        lock (_gate)
        {
            if (_cancelled > _timers.Count / 2)
            {
                _timers = new(_timers.UnorderedItems.Where(static item => !item.Element.IsOver));
                Interlocked.Exchange(ref _cancelled, 0);
            }
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _stopped = true;
            while (_timers.TryDequeue(out ParallelTimer? timer, out _))
            {
                if (timer.TryEnd())
                {
                    _activity.TimerEnded();
                }
            }

            _alarm.Dispose();
        }
    }

    /// <summary>Fires what is due. Under the lock, so that the ticks of an actor arrive in the order of
    /// deadlines.</summary>
    private void Fire()
    {
        lock (_gate)
        {
            long now = MonotonicClock.Ticks;
            while (_timers.TryPeek(out ParallelTimer? timer, out (long Ticks, long Order) due) && due.Ticks <= now)
            {
                _timers.Dequeue();
                FireOne(timer, due.Order);
            }

            SetAlarm();
        }
    }

    private void FireOne(ParallelTimer timer, long order)
    {
        if (timer.IsOver)
        {
            return;
        }

        if (timer.Interval is { } interval)
        {
            timer.Fire();
            timer.Deadline += Math.Max(1, interval.Ticks);
            _timers.Enqueue(timer, (timer.Deadline, order));
        }
        else if (timer.TryEnd())
        {
            timer.Fire();
            _activity.TimerEnded();
        }
    }

    private void SetAlarm()
    {
        if (_stopped || !_timers.TryPeek(out _, out (long Ticks, long Order) due))
        {
            _alarmAt = long.MaxValue;
            return;
        }

        double wallMilliseconds = new TimeSpan(due.Ticks - MonotonicClock.Ticks).TotalMilliseconds / _speedup;
        _alarmAt = due.Ticks;
        _alarm.Change((long)Math.Clamp(Math.Ceiling(wallMilliseconds), 0, AlarmMillisecondsMax), Timeout.Infinite);
    }
}
