namespace PhyrActors.Exploration;

/// <summary>Shows the events of a run to the monitors that listen, and turns what they report into findings.</summary>
/// <remarks>Hand it to the system as its observer, start the program, then attach the program's monitors: events of the
/// start are kept until then. For one run at a time; <see cref="Clear"/> makes it ready for the next.</remarks>
public sealed class MonitorSet : IStepObserver, IFindings
{
    /// <summary>Findings kept of one run; further ones are only counted.</summary>
    public const int FindingsMax = 256;

    private readonly SlotOwners _owners = new();
    private readonly Footprints _footprints = new();
    private readonly List<Finding> _findings = [];
    private readonly List<(string Invariant, string Text, Epoch Missing, string? Lacks)> _reported = [];
    private readonly List<EarlyEvent> _early = [];
    private MonitorTable _table = new([]);
    private IMonitor?[] _monitors = [];
    private bool _attached;

    public IReadOnlyList<Finding> Findings => _findings;

    /// <summary>The step that the first finding misses before its own; default when it misses none.</summary>
    public Epoch Missing { get; private set; }

    /// <summary>All findings, also those beyond <see cref="FindingsMax"/>.</summary>
    public long FindingsTotal { get; private set; }

    public long Steps { get; private set; }

    /// <summary>Events that were published.</summary>
    public long Events { get; private set; }

    /// <summary>Calls of monitors.</summary>
    public long Checks { get; private set; }

    /// <summary>Forgets the run, not what it learned of monitors' classes.</summary>
    public void Clear()
    {
        _owners.Clear();
        _footprints.Clear();
        _findings.Clear();
        _reported.Clear();
        _early.Clear();
        (_attached, Missing) = (false, default);
        (FindingsTotal, Steps, Events, Checks) = (0, 0, 0, 0);
    }

    public void Attach(IReadOnlyList<IMonitor> monitors)
    {
        ArgumentNullException.ThrowIfNull(monitors);
        if (!_table.Fits(monitors))
        {
            _table = new MonitorTable(monitors);
        }

        if (_monitors.Length != monitors.Count)
        {
            _monitors = new IMonitor?[monitors.Count];
        }

        for (int i = 0; i < _monitors.Length; i++)
        {
            _monitors[i] = monitors[i];
        }

        _attached = true;
        foreach (EarlyEvent early in _early)
        {
            Stamp stamp = new(early.Here, early.Clock, early.TimeNanoseconds);
            Dispatch(early.Step, early.StepNumber, stamp, early.Event);
        }

        _early.Clear();
    }

    public void OnStep(in StepView step)
    {
        Steps++;
        _owners.OnStep(step);
    }

    public void OnPublished(in StepView step, in Stamp stamp, object @event)
    {
        Events++;
        if (_attached)
        {
            Dispatch(step, Steps, stamp, @event);
        }
        else
        {
            _early.Add(new EarlyEvent(step, Steps, stamp.Here, ClockOf(stamp), stamp.TimeNanoseconds, @event));
        }
    }

    public void OnFailure(in StepView step, Exception cause)
    {
        ArgumentNullException.ThrowIfNull(cause);
        Exception told = cause is ActorInitializationException { InnerException: { } inner } ? inner : cause;
        Add(FindingKinds.ActorFailure, TextOf(told), Steps, step, default, null);
    }

    /// <summary>Nothing is left to deliver: asks every monitor about the final state.</summary>
    public void AtQuiescence()
    {
        for (int i = 0; i < _monitors.Length; i++)
        {
            if (_monitors[i] is { } monitor)
            {
                Checks++;
                Guard(i, monitor, default, null);
            }
        }

        Settle(default, Steps);
    }

    /// <summary>Adds a finding of the run as a whole.</summary>
    public void Report(string invariant, string text, Epoch missing = default, string? lacks = null) =>
        _reported.Add((invariant, text, missing, lacks));

    /// <summary>The running step touched a key of the state that monitors share.</summary>
    public void Touch(Touch touch)
    {
        _footprints.Add(touch);
        Touched?.Invoke(touch);
    }

    /// <summary>Is told of each touch within its step.</summary>
    internal Action<Touch>? Touched { get; init; }

    /// <summary>Adds what was reported outside any step.</summary>
    internal void Settle() => Settle(default, Steps);

    private void Dispatch(in StepView step, long number, in Stamp stamp, object @event)
    {
        foreach (int i in _table.Listeners(@event.GetType()))
        {
            if (_monitors[i] is { } monitor)
            {
                Checks++;
                Guard(i, monitor, stamp, @event);
            }
        }

        if (_footprints.Touched.Count > 0)
        {
            _footprints.Settle(stamp);
        }

        if (_reported.Count > 0)
        {
            Settle(step, number);
        }
    }

    /// <param name="index">The monitor's position.</param>
    /// <param name="monitor">The monitor to call.</param>
    /// <param name="stamp">The event's stamp.</param>
    /// <param name="event">The event; null at quiescence.</param>
    private void Guard(int index, IMonitor monitor, in Stamp stamp, object? @event)
    {
        try
        {
            if (@event is null)
            {
                monitor.AtQuiescence(this);
            }
            else
            {
                monitor.On(@event, stamp, this);
            }
        }
#pragma warning disable CA1031 // Whatever a monitor throws is a finding about the monitor.
        catch (Exception cause)
#pragma warning restore CA1031
        {
            _monitors[index] = null;
            Report(FindingKinds.MonitorFailure, $"{monitor.Invariant}: {TextOf(cause)}");
        }
    }

    private void Settle(in StepView step, long number)
    {
        foreach ((string invariant, string text, Epoch missing, string? lacks) in _reported)
        {
            Add(invariant, text, number, step, missing, lacks);
        }

        _reported.Clear();
    }

    private void Add(
        string invariant, string text, long number, in StepView step, Epoch missing, string? lacks)
    {
        FindingsTotal++;
        Missing = FindingsTotal == 1 ? missing : Missing;
        if (_findings.Count < FindingsMax)
        {
            string actor = step.Receiver is null ? string.Empty : StepText.Actor(step.Receiver);
            string message = step.Message is null ? string.Empty : StepText.Message(step.Message);
            string? edge = missing.Index == 0 ? lacks : _owners.Name(missing);
            _findings.Add(new Finding(invariant, text, number, actor, message, edge));
        }
    }

    private static string TextOf(Exception cause) => $"{cause.GetType().Name}: {cause.Message}";

    /// <summary>A stamp lives on the stack; its clock is read off it, entry by entry. Clocks of a start are
    /// small.</summary>
    private int[] ClockOf(in Stamp stamp)
    {
        if (!stamp.HasClock)
        {
            return [];
        }

        int[] clock = new int[_owners.Slots];
        for (int actor = 0; actor < clock.Length; actor++)
        {
            while (stamp.Follows(new Epoch(actor, clock[actor] + 1)))
            {
                clock[actor]++;
            }
        }

        return clock;
    }

    private readonly record struct EarlyEvent(
        StepView Step, long StepNumber, Epoch Here, int[] Clock, long TimeNanoseconds, object Event);
}
