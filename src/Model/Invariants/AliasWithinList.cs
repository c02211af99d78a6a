namespace PhyrActors.Model;

/// <summary>I-1 for a device that uses a pin's list as it is: the list is given back only after the device's driver has
/// declared the alias over.</summary>
public static class AliasWithinList
{
    public const string Id = "I-1";

    /// <param name="pin">The pin whose frames are given back.</param>
    /// <param name="device">The device.</param>
    /// <param name="isDropped">The end of the alias is in the past of that.</param>
    public static Violation? OfUnpin(long pin, int device, bool isDropped) => isDropped
        ? null
        : new Violation(
            Id,
            $"pin {pin} was given back, not ordered after the unmap by which device {device} stops using its list",
            $"the unmap of device {device}");
}
