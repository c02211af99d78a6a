namespace PhyrActors.Actors;

/// <summary>Punches a hole of a page in a file, or cuts the file there and makes it as long as before, whoever has
/// pinned what goes (fallocate(2), ftruncate(2)).</summary>
public sealed class TruncateEnvironment : ReceiveActor, IWithTimers
{
    private readonly IActorRef _folios;
    private readonly FileAim _aim;
    private bool _cuts;
    private bool _isShort;
    private bool _underWay;

    /// <param name="folios">The folios.</param>
    /// <param name="aim">Which pages.</param>
    /// <param name="interval">Time between attempts.</param>
    public TruncateEnvironment(IActorRef folios, FileAim aim, TimeSpan interval)
    {
        (_folios, _aim) = (folios, aim);
        Receive<EnvironmentProtocol.AttemptDue>(_ => OnDue());
        Receive<FolioManagerProtocol.Truncated>(_ => OnTruncated());
        Receive<EnvironmentProtocol.EndEnvironment>(_ => Timers.Cancel(EnvironmentProtocol.AttemptDue.Instance));
        Timers.StartPeriodicTimer(
            EnvironmentProtocol.AttemptDue.Instance, EnvironmentProtocol.AttemptDue.Instance, interval);
    }

    public ITimerScheduler Timers { get; set; } = null!;

    private void OnDue()
    {
        if (_underWay)
        {
            return;
        }

        FilePage page = _aim.Draw();
        (_underWay, _isShort) = (true, _cuts);
        _folios.Tell(_cuts
            ? new FolioManagerProtocol.Truncate(_aim.File, page.Index)
            : new FolioManagerProtocol.PunchHole(_aim.File, page.Index, Pages: 1));
        _cuts = !_cuts;
    }

    private void OnTruncated()
    {
        _underWay = _isShort;
        if (_isShort)
        {
            _isShort = false;
            _folios.Tell(new FolioManagerProtocol.Truncate(_aim.File, _aim.Pages));
        }
    }
}
