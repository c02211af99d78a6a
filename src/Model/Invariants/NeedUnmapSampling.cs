namespace PhyrActors.Model;

/// <summary>I-39: whether an unmap is needed is decided after the map: one that was bounced needs it.</summary>
public static class NeedUnmapSampling
{
    public const string Id = "I-39";

    public static Violation? OfMap(int device, bool isBounced, bool needsUnmap) => isBounced && !needsUnmap
        ? new Violation(Id, $"device {device} was told that a bounced mapping needs no unmap")
        : null;
}
