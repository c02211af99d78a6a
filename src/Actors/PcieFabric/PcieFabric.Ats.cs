using static PhyrActors.Actors.PcieFabricProtocol;

namespace PhyrActors.Actors;

/// <summary>Requests of devices that translate for themselves, and what the unit asks of their caches.</summary>
/// <remarks>A translated request goes to memory as it is. What the unit tells a device travels behind the translations
/// it sent before. Source: PCI Express Base Specification 10 (ATS).</remarks>
public sealed partial class PcieFabric
{
    private readonly Dictionary<long, (IActorRef Device, long Tag)> _translations = [];
    private readonly SortedDictionary<int, IActorRef> _translating = [];
    private readonly SortedSet<int> _absent = [];
    private readonly List<(int Requester, IActorRef Unit, long Tag)> _unanswered = [];

    private void OnTranslationRequest(TranslationRequest request)
    {
        _translating[request.Requester] = Sender;
        long number = ++_numbers;
        _translations.Add(number, (Sender, request.Tag));
        _iommu.Tell(new IommuProtocol.Translate(
            number, request.Requester, request.Iova, 1, request.Write, Ats: true));
    }

    private void OnAtsTranslated(IommuProtocol.AtsTranslated translated)
    {
        if (_translations.Remove(translated.Request, out (IActorRef Device, long Tag) asked))
        {
            asked.Device.Tell(new TranslationCompleted(asked.Tag, translated.Domain, translated.Entry));
        }
    }

    private void OnTranslatedRequest(TranslatedRequest request)
    {
        FabricRequest underWay = new(
            request.Tag, request.Requester, request.LengthBytes, request.Write, request.Write, Sender);
        long number = Begin(underWay);
        Forward(underWay, new PhysicalMemoryProtocol.Access(
            number,
            -1,
            request.Requester,
            request.Domain,
            request.Iova,
            request.Phys,
            request.LengthBytes,
            request.Write));
    }

    private void OnAtsInvalidate(IommuProtocol.AtsInvalidate invalidate)
    {
        if (_absent.Contains(invalidate.Requester))
        {
            _unanswered.Add((invalidate.Requester, Sender, invalidate.Tag));
            TimeOutAbsent(invalidate.Requester);
            return;
        }

        _translating[invalidate.Requester].Tell(new InvalidateTlb(
            invalidate.Tag, invalidate.Start, invalidate.SizeLog2, Sender));
    }

    /// <summary>Nobody answers for a device that is gone. The unit's time is long: what the device had sent has landed
    /// before it runs out.</summary>
    private void TimeOutAbsent(int requester)
    {
        if (_unanswered.Count == 0 || _requests.Values.Any(request => request.Requester == requester))
        {
            return;
        }

        foreach ((int _, IActorRef unit, long tag) in _unanswered.FindAll(one => one.Requester == requester))
        {
            unit.Tell(new IommuProtocol.AtsTimedOut(tag, DevicePresent: false));
        }

        _unanswered.RemoveAll(one => one.Requester == requester);
    }
}
