namespace PhyrActors.Model;

/// <summary>I-15: a device that only its driver drives begins no access to what that driver has unmapped, whether or
/// not anything would stop it.</summary>
public static class NoAccessAfterUnmap
{
    public const string Id = "I-15";

    /// <param name="device">The device.</param>
    /// <param name="start">Where the mapping begins.</param>
    /// <param name="isOver">Every access that the device began is in the past of the unmap.</param>
    public static Violation? OfUnmap(int device, ulong start, bool isOver) => isOver
        ? null
        : new Violation(
            Id,
            $"device {device} was told of 0x{start:x}, which was unmapped, not ordered after its last access",
            $"an access of device {device}");

    /// <param name="device">The device.</param>
    /// <param name="start">Where the access begins.</param>
    /// <param name="isMapped">No unmap has been called since the map.</param>
    public static Violation? OfAccess(int device, ulong start, bool isMapped) => isMapped
        ? null
        : new Violation(Id, $"device {device} began an access to 0x{start:x} after its driver had unmapped that");
}
