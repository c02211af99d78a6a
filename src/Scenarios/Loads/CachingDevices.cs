using PhyrActors.Actors;

namespace PhyrActors.Scenarios;

/// <summary>Devices that cache translations, seen from their unit: each forgets what it is asked to, or answers too
/// late, or is gone from then on.</summary>
/// <remarks>They make themselves known by a translation each that is refused.</remarks>
public sealed class CachingDevices : ReceiveActor
{
    private const int Late = 1;
    private const int Gone = 2;

    private readonly SortedSet<int> _gone = [];
    private readonly int _devices;
    private readonly IActorRef _unit;
    private readonly Surroundings _surroundings;

    /// <param name="devices">How many, from 1 on.</param>
    /// <param name="unit">The unit that they are behind.</param>
    /// <param name="surroundings">Choices: "ats.device" is what a device does when it is asked to forget.</param>
    public CachingDevices(int devices, IActorRef unit, Surroundings surroundings)
    {
        (_devices, _unit, _surroundings) = (devices, unit, surroundings);
        Receive<IommuProtocol.Faulted>(static _ => { });
        Receive<IommuProtocol.AtsInvalidate>(OnInvalidate);
    }

    protected override void PreStart()
    {
        for (int device = 1; device <= _devices; device++)
        {
            _unit.Tell(new IommuProtocol.Translate(0, device, default, 1, Write: false, Ats: true));
        }
    }

    private void OnInvalidate(IommuProtocol.AtsInvalidate invalidate)
    {
        int fate = _surroundings.Choices.Choose("ats.device", Gone + 1);
        if (fate == Gone)
        {
            _gone.Add(invalidate.Requester);
        }

        bool isPresent = !_gone.Contains(invalidate.Requester);
        if (isPresent && fate != Late)
        {
            Sender.Tell(new IommuProtocol.AtsInvalidated(invalidate.Tag));
        }
        else
        {
            Sender.Tell(new IommuProtocol.AtsTimedOut(invalidate.Tag, isPresent));
        }
    }
}
