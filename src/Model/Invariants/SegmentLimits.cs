namespace PhyrActors.Model;

/// <summary>DD19, DD20: no segment of a list is longer than its device takes, or crosses its boundary.</summary>
/// <remarks>Source: kernel/dma/debug.c:check_sg_segment(), v7.0.</remarks>
public static class SegmentLimits
{
    /// <param name="device">The device and its limits.</param>
    /// <param name="segment">What it is told.</param>
    public static IEnumerable<Violation> OfSegment(DmaDevice device, DmaRange segment)
    {
        ArgumentNullException.ThrowIfNull(device);
        if (segment.LengthBytes > device.SegmentMaxBytes)
        {
            yield return new Violation(
                "DD19",
                $"device {device.Number} maps a segment longer than it claims to support: {segment}, at most "
                + $"{device.SegmentMaxBytes}");
        }

        ulong start = segment.IsBus ? segment.BusAddr.Value : segment.Iova.Value;
        ulong mask = device.SegmentBoundaryMask;
        if ((start | mask) != ((start + segment.LengthBytes - 1) | mask))
        {
            yield return new Violation(
                "DD20", $"device {device.Number} maps a segment across its boundary of 0x{mask:x}: {segment}");
        }
    }
}
