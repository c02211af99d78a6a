using System.Collections.Frozen;
using PhyrActors.Actors;

namespace PhyrActors.Scenarios;

/// <summary>What the programs and devices of a load do, in the words of a report.</summary>
internal static class LoadWords
{
    private static readonly FrozenDictionary<string, string> s_words = new Dictionary<string, string>
    {
        ["GuestDevice.AccessNow"] = "device: access",
        ["GuestDevice.StopNow"] = "guest: stops the device",
        ["PinCaller.HoldOver"] = "user: is done with the pin",
        ["RdmaApplication.PostNow"] = "user: ibv_post_send()",
        ["RdmaApplication.PostPeerNow"] = "user: ibv_post_send()",
        ["RdmaApplication.ChurnNow"] = "user: ibv_dereg_mr()",
        ["RdmaApplication.EndNow"] = "user: gives all regions up",
        ["StreamProtocol.Fill"] = "device: told to write",
        ["StreamProtocol.Done"] = "interrupt: all is written",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly FrozenDictionary<Type, string> s_hardware = new Dictionary<Type, string>
    {
        [typeof(CachingDevices)] = "device",
        [typeof(DmaEngine)] = "NIC",
        [typeof(GuestDevice)] = "device",
        [typeof(IoPageTable)] = "page table",
        [typeof(Iommu)] = "IOMMU",
        [typeof(P2pdmaProvider)] = "peer",
        [typeof(PcieFabric)] = "PCIe",
        [typeof(PhysicalMemory)] = "memory",
        [typeof(StreamDevice)] = "device",
    }.ToFrozenDictionary();

    /// <summary>What happens when a message of a load arrives; null for any other message.</summary>
    public static string? Of(Type message) =>
        s_words.GetValueOrDefault($"{message.DeclaringType?.Name}.{message.Name}");

    /// <summary>What a piece of hardware is called; by its type's name where this list lacks it.</summary>
    public static string HardwareOf(Type actor) => s_hardware.GetValueOrDefault(actor, actor.Name);
}
