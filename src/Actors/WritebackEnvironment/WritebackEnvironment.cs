namespace PhyrActors.Actors;

/// <summary>Writes dirty pages of a file to the disk, as the flusher threads do
/// (fs/fs-writeback.c:wb_writeback).</summary>
public sealed class WritebackEnvironment : ReceiveActor, IWithTimers
{
    private readonly IActorRef _folios;
    private readonly FileAim _aim;
    private bool _underWay;

    /// <param name="folios">The folios.</param>
    /// <param name="aim">Which pages.</param>
    /// <param name="interval">Time between attempts.</param>
    public WritebackEnvironment(IActorRef folios, FileAim aim, TimeSpan interval)
    {
        (_folios, _aim) = (folios, aim);
        Receive<EnvironmentProtocol.AttemptDue>(_ => OnDue());
        Receive<FolioManagerProtocol.WrittenBack>(_ => _underWay = false);
        Receive<EnvironmentProtocol.EndEnvironment>(_ => Timers.Cancel(EnvironmentProtocol.AttemptDue.Instance));
        Timers.StartPeriodicTimer(
            EnvironmentProtocol.AttemptDue.Instance, EnvironmentProtocol.AttemptDue.Instance, interval);
    }

    public ITimerScheduler Timers { get; set; } = null!;

    private void OnDue()
    {
        if (!_underWay)
        {
            _underWay = true;
            _folios.Tell(new FolioManagerProtocol.WriteBack(_aim.Draw()));
        }
    }
}
