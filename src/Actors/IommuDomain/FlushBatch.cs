namespace PhyrActors.Actors;

/// <summary>One request that waits for an invalidation.</summary>
internal readonly record struct FlushMember(MappingState Mapping, FlushRange Flush, Errno Errno = Errno.None);

/// <summary>Requests that share one invalidation and its wait.</summary>
/// <remarks>Only ranges whose entries had changed before the batch was submitted are in it; nobody is answered before
/// the wait that covers it is done, and a failure is told to every member.</remarks>
internal sealed class FlushBatch(long number)
{
    private readonly List<FlushMember> _members = [];

    public long Number { get; } = number;

    public IReadOnlyList<FlushMember> Members => _members;

    public void Add(FlushMember member) => _members.Add(member);

    public FlushRange[] Ranges() => _members.ConvertAll(member => member.Flush).ToArray();

    /// <summary>The descriptors that cover every member.</summary>
    public InvalidationDescriptor[] Descriptors(int domain)
    {
        InvalidationBatch batch = new(domain);
        foreach (FlushMember member in _members)
        {
            InvalidationHint hint = member.Mapping.Freed.Count > 0
                ? InvalidationHint.AllLevels
                : InvalidationHint.LeafOnly;
            batch.Add(member.Flush.Range.Start, member.Flush.Range.LengthBytes, hint);
        }

        List<InvalidationDescriptor> descriptors = [];
        batch.Drain(descriptors);
        return [.. descriptors];
    }
}
