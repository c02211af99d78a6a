namespace PhyrActors.Model;

/// <summary>I-5: in one submission, the unit's own cache forgets a range before any device is asked to.</summary>
/// <remarks>A device that forgets first asks the unit again and gets the old translation from its cache.</remarks>
public static class IotlbBeforeDeviceTlb
{
    public const string Id = "I-5";

    /// <summary>Judges the descriptors of one submission, in their order.</summary>
    public static Violation? OfSubmission(int unit, ReadOnlySpan<InvalidationDescriptor> descriptors)
    {
        for (int i = 0; i < descriptors.Length; i++)
        {
            if (descriptors[i].Kind == InvalidationKind.DeviceTlb && !IsCovered(descriptors[i], descriptors[..i]))
            {
                InvalidationDescriptor device = descriptors[i];
                return new Violation(
                    Id,
                    $"unit {unit} was told to invalidate {device.Start} of domain {device.Domain} in the cache of "
                    + $"device {device.Requester} before its own");
            }
        }

        return null;
    }

    private static bool IsCovered(
        in InvalidationDescriptor device, ReadOnlySpan<InvalidationDescriptor> before)
    {
        foreach (InvalidationDescriptor own in before)
        {
            bool isWhole = own.Kind == InvalidationKind.IotlbDomain;
            bool holds = own.Kind == InvalidationKind.IotlbPages && own.SizeLog2 >= device.SizeLog2
                && own.Start.Value >> own.SizeLog2 == device.Start.Value >> own.SizeLog2;
            if (own.Domain == device.Domain && (isWhole || holds))
            {
                return true;
            }
        }

        return false;
    }
}
