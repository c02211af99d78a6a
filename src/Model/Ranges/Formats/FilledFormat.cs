namespace PhyrActors.Model;

/// <summary>What a range costs in a storage that is filled to find out.</summary>
internal static class FilledFormat
{
    public static ulong Bytes(RangeCpu range, ICpuSink sink) =>
        new StorageConversions().TryConvert(range, sink, out string? refusal)?.BytesHeld
        ?? throw new InvariantException($"a pinned range does not fit: {refusal}");
}
