using PhyrActors.Model;

namespace PhyrActors.Scenarios;

/// <summary>What a stream driver does.</summary>
/// <param name="Device">The number of its device.</param>
/// <param name="Start">Where buffer 0 begins; the others follow.</param>
/// <param name="Buffers">How many are under way at once.</param>
/// <param name="BufferBytes">How long one is; whole pages.</param>
/// <param name="OffsetBytes">Bytes of the first page that the device is not to see.</param>
/// <param name="Rounds">How often each is mapped.</param>
/// <param name="CanFill">The device's accesses can be followed.</param>
internal sealed record StreamLoad(
    int Device, VirtAddr Start, int Buffers, ulong BufferBytes, ulong OffsetBytes, int Rounds, bool CanFill)
{
    /// <summary>The number of the first buffer that is this driver's.</summary>
    public long FirstBuffer { get; init; }
}
