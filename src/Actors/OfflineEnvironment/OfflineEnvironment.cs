namespace PhyrActors.Actors;

/// <summary>Takes blocks of memory offline (mm/memory_hotplug.c:offline_pages).</summary>
public sealed class OfflineEnvironment : ReceiveActor, IWithTimers
{
    private readonly IActorRef _folios;
    private readonly IActorRef _addressSpace;
    private readonly ulong _frames;
    private readonly IChoices _choices;
    private bool _underWay;

    /// <param name="folios">The folios.</param>
    /// <param name="addressSpace">The process whose pages lie there.</param>
    /// <param name="frames">Frames of the machine.</param>
    /// <param name="choices">Where chance comes from.</param>
    /// <param name="interval">Time between attempts.</param>
    public OfflineEnvironment(
        IActorRef folios, IActorRef addressSpace, ulong frames, IChoices choices, TimeSpan interval)
    {
        _folios = folios;
        _addressSpace = addressSpace;
        _frames = frames;
        _choices = choices;
        Receive<EnvironmentProtocol.AttemptDue>(_ => OnDue());
        Receive<FolioManagerProtocol.Evacuated>(_ => _underWay = false);
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
            Pfn frame = new(_choices.Draw(_frames));
            _folios.Tell(new FolioManagerProtocol.Evacuate(frame, Offline: true, _addressSpace));
        }
    }
}
