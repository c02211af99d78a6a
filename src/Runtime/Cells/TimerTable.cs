namespace PhyrActors.Runtime;

/// <summary>A running timer of the system.</summary>
internal interface ITimerHandle
{
    void Cancel();
}

/// <summary>The tick of a timer on its way; void when its timer was replaced, cancelled, or is of an older
/// incarnation.</summary>
internal sealed class TimerMessage(object key, object message, bool periodic)
{
    public object Key { get; } = key;

    public object Message { get; } = message;

    public bool Periodic { get; } = periodic;
}

/// <summary>The timers of one actor by key.</summary>
internal sealed class TimerTable(ActorCell cell) : ITimerScheduler
{
    // A list, not a dictionary: actors have a handful of timers, and their order must not depend on hashes.
    private readonly List<Entry> _entries = [];

    /// <summary>Null when none is set.</summary>
    public ReceiveTimeoutTimer? ReceiveTimeout { get; set; }

    public IReadOnlyCollection<object> ActiveTimers => _entries.ConvertAll(entry => entry.Tick.Key);

    public void StartSingleTimer(object key, object msg, TimeSpan timeout) =>
        Start(new TimerMessage(key, msg, periodic: false), timeout, null);

    public void StartPeriodicTimer(object key, object msg, TimeSpan interval) =>
        Start(new TimerMessage(key, msg, periodic: true), interval, interval);

    public void StartPeriodicTimer(object key, object msg, TimeSpan initialDelay, TimeSpan interval) =>
        Start(new TimerMessage(key, msg, periodic: true), initialDelay, interval);

    /// <summary>Whether the tick is of a timer that is still there.</summary>
    public bool IsLive(TimerMessage tick) => tick.Message is TimeoutTick timeout
        ? ReferenceEquals(timeout.Timer, ReceiveTimeout)
        : _entries.Exists(entry => ReferenceEquals(entry.Tick, tick));

    public bool IsTimerActive(object key) => Find(key) >= 0;

    public void Cancel(object key)
    {
        int index = Find(key);
        if (index >= 0)
        {
            _entries[index].Handle.Cancel();
            _entries.RemoveAt(index);
        }
    }

    public void CancelAll()
    {
        foreach (Entry entry in _entries)
        {
            entry.Handle.Cancel();
        }

        _entries.Clear();
    }

    /// <summary>Hands the timer's message to the behaviour, unless the tick is of a timer that is no more.</summary>
    public void Fire(TimerMessage tick, ActorCell owner)
    {
        int index = _entries.FindIndex(entry => ReferenceEquals(entry.Tick, tick));
        if (index < 0)
        {
            return;
        }

        if (!tick.Periodic)
        {
            _entries.RemoveAt(index);
        }

        owner.Handle(tick.Message);
    }

    private int Find(object key) => _entries.FindIndex(entry => entry.Tick.Key.Equals(key));

    private void Start(TimerMessage tick, TimeSpan delay, TimeSpan? interval)
    {
        ArgumentNullException.ThrowIfNull(tick.Key);
        ArgumentNullException.ThrowIfNull(tick.Message);
        Cancel(tick.Key);
        _entries.Add(new Entry(tick, cell.System.StartTimer(cell, tick, delay, interval)));
    }

    private readonly record struct Entry(TimerMessage Tick, ITimerHandle Handle);
}

/// <summary>The tick of a receive timeout.</summary>
internal sealed record TimeoutTick(ReceiveTimeoutTimer Timer) : INotInfluenceReceiveTimeout;

/// <summary>Sends <see cref="ReceiveTimeout"/> when no message came for as long as asked, again and again.</summary>
internal sealed class ReceiveTimeoutTimer
{
    private readonly ActorCell _cell;
    private readonly TimerMessage _tick;
    private ITimerHandle _handle;

    public ReceiveTimeoutTimer(ActorCell cell, TimeSpan timeout)
    {
        (_cell, Timeout) = (cell, timeout);
        _tick = new TimerMessage(this, new TimeoutTick(this), periodic: true);
        _handle = cell.System.StartTimer(cell, _tick, timeout, timeout);
    }

    public TimeSpan Timeout { get; }

    public void Restart()
    {
        _handle.Cancel();
        _handle = _cell.System.StartTimer(_cell, _tick, Timeout, Timeout);
    }

    public void Stop() => _handle.Cancel();
}
