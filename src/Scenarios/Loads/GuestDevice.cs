using PhyrActors.Actors;
using PhyrActors.Model;

namespace PhyrActors.Scenarios;

/// <summary>A device that a guest drives: reads and writes anywhere in the guest's memory, whether it is mapped or
/// not. Nobody stops it before a part is unmapped.</summary>
internal sealed class GuestDevice : ReceiveActor, IWithTimers
{
    private readonly int _number;
    private readonly ulong _memoryBytes;
    private readonly GuestSettings _settings;
    private readonly IActorRef _fabric;
    private readonly Surroundings _surroundings;
    private long _tags;

    /// <param name="number">The requester's number.</param>
    /// <param name="memoryBytes">The guest's memory, from IOVA 0 on.</param>
    /// <param name="settings">How often, and how much.</param>
    /// <param name="fabric">The way to memory.</param>
    /// <param name="surroundings">Choices.</param>
    public GuestDevice(
        int number, ulong memoryBytes, GuestSettings settings, IActorRef fabric, Surroundings surroundings)
    {
        (_number, _memoryBytes, _settings) = (number, memoryBytes, settings);
        (_fabric, _surroundings) = (fabric, surroundings);
        Receive<AccessNow>(_ => OnAccessNow());
        Receive<StopNow>(_ => Timers.CancelAll());
        Receive<PcieFabricProtocol.ReadCompleted>(static _ => { });
    }

    public ITimerScheduler Timers { get; set; } = null!;

    protected override void PreStart()
    {
        if (_settings.AccessInterval > TimeSpan.Zero)
        {
            Timers.StartPeriodicTimer("access", AccessNow.Instance, _settings.AccessInterval);
            Timers.StartSingleTimer("stop", StopNow.Instance, _settings.Lifetime);
        }
    }

    private void OnAccessNow()
    {
        ulong places = _memoryBytes / _settings.AccessBytes;
        Iova at = new(_surroundings.Choices.Draw(places) * _settings.AccessBytes);
        bool write = _surroundings.Choices.Draw(2) == 0;
        _fabric.Tell(new PcieFabricProtocol.MemoryRequest(
            ++_tags, _number, at, _settings.AccessBytes, write, Relaxed: false));
    }

    private sealed record AccessNow
    {
        public static readonly AccessNow Instance = new();
    }

    private sealed record StopNow
    {
        public static readonly StopNow Instance = new();
    }
}
