using PhyrActors.Model;
using static PhyrActors.Actors.GupPinnerProtocol;

namespace PhyrActors.Scenarios;

/// <summary>Pins pieces of a process's memory, holds each for a while and gives it back: a driver's calls of
/// pin_user_pages and unpin_user_pages without its device.</summary>
public sealed class PinCaller : ReceiveActor, IWithTimers
{
    private readonly PinCallerSettings _settings;
    private readonly VirtAddr _start;
    private readonly IActorRef _pinner;
    private readonly IReadOnlyList<(IActorRef Actor, object Farewell)> _environment;
    private readonly int[] _roundsLeft;
    private int _pinsLeft;

    /// <param name="settings">How many pins, how often and what for.</param>
    /// <param name="start">Where the first begins.</param>
    /// <param name="pinner">Who pins for the process.</param>
    /// <param name="environment">Whom to tell that it is over, and how.</param>
    internal PinCaller(
        PinCallerSettings settings,
        VirtAddr start,
        IActorRef pinner,
        IReadOnlyList<(IActorRef Actor, object Farewell)> environment)
    {
        (_settings, _start, _pinner, _environment) = (settings, start, pinner, environment);
        _pinsLeft = settings.Pins;
        _roundsLeft = new int[settings.Pins];
        Array.Fill(_roundsLeft, settings.Rounds);
        Receive<Pinned>(OnPinned);
        Receive<PinRefused>(refused => PinAgain(refused.Pin));
        Receive<HoldOver>(over => _pinner.Tell(
            new Unpin(over.Pin, over.Range, Dirty: _settings.Flags.HasFlag(FollFlags.Write))));
        Receive<Unpinned>(unpinned => PinAgain(unpinned.Pin));
    }

    public ITimerScheduler Timers { get; set; } = null!;

    protected override void PreStart()
    {
        for (int pin = 0; pin < _settings.Pins; pin++)
        {
            PinAgain(pin);
        }
    }

    private void PinAgain(long pin)
    {
        if (_roundsLeft[pin]-- > 0)
        {
            ulong length = _settings.LengthBytes;
            _pinner.Tell(new Pin(pin, _start + ((ulong)pin * length), length, _settings.Flags));
        }
        else if (--_pinsLeft == 0)
        {
            foreach ((IActorRef actor, object farewell) in _environment)
            {
                actor.Tell(farewell);
            }
        }
    }

    private void OnPinned(Pinned pinned) => Timers.StartSingleTimer(
        $"hold-{pinned.Pin}", new HoldOver(pinned.Pin, pinned.Range), _settings.Hold);

    private sealed record HoldOver(long Pin, RangeCpu Range);
}
