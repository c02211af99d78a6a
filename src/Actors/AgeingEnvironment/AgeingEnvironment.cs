namespace PhyrActors.Actors;

/// <summary>Lets a machine age: the kernel takes small blocks for good, here and there, and large ones become
/// scarce.</summary>
public sealed class AgeingEnvironment : ReceiveActor, IWithTimers
{
    /// <summary>Slab pages and the like: 4 KiB to 32 KiB.</summary>
    private const int Orders = 4;

    private readonly IActorRef _folios;
    private readonly ulong _frames;
    private readonly IChoices _choices;
    private ulong _blocksLeft;

    /// <param name="folios">The folios.</param>
    /// <param name="frames">Frames of the machine.</param>
    /// <param name="blocksMax">How many blocks are taken at most.</param>
    /// <param name="choices">Where chance comes from.</param>
    /// <param name="interval">Time between blocks.</param>
    public AgeingEnvironment(
        IActorRef folios, ulong frames, ulong blocksMax, IChoices choices, TimeSpan interval)
    {
        (_folios, _frames, _blocksLeft, _choices) = (folios, frames, blocksMax, choices);
        Receive<EnvironmentProtocol.AttemptDue>(_ => OnDue());
        Receive<FolioManagerProtocol.HeldBack>(OnHeldBack);
        Receive<EnvironmentProtocol.EndEnvironment>(_ => Timers.Cancel(EnvironmentProtocol.AttemptDue.Instance));
        Timers.StartPeriodicTimer(
            EnvironmentProtocol.AttemptDue.Instance, EnvironmentProtocol.AttemptDue.Instance, interval);
    }

    public ITimerScheduler Timers { get; set; } = null!;

    /// <summary>What was refused is still to be taken.</summary>
    private void OnHeldBack(FolioManagerProtocol.HeldBack held)
    {
        if (held.Errno != Errno.None)
        {
            _blocksLeft++;
        }
    }

    private void OnDue()
    {
        if (_blocksLeft > 0)
        {
            _blocksLeft--;
            Pfn frame = new(_choices.Draw(_frames));
            _folios.Tell(new FolioManagerProtocol.HoldBack(frame, (int)_choices.Draw(Orders)));
        }
    }
}
