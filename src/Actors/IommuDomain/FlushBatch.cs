namespace PhyrActors.Actors;

/// <summary>One request that waits for an invalidation.</summary>
/// <param name="Flush">What is to be invalidated, and why.</param>
/// <param name="Hint">What may stay.</param>
/// <param name="Whole">The whole domain, whatever the range.</param>
/// <param name="Done">To be told how it ended.</param>
internal readonly record struct FlushMember(FlushRange Flush, InvalidationHint Hint, bool Whole, Action<Errno> Done);

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

    /// <summary>The descriptors that cover every member at one unit: first the unit's own cache, then those of its
    /// devices, which would ask it again.</summary>
    public InvalidationDescriptor[] Descriptors(
        int domain, IommuProfile profile, IEnumerable<CacheTag> tags, MutationSet mutations)
    {
        List<InvalidationDescriptor> own = [];
        if (_members.Exists(static member => member.Whole))
        {
            own.Add(InvalidationDescriptor.WholeDomain(domain));
        }
        else
        {
            InvalidationBatch batch = profile.NewBatch(domain);
            InvalidationHint last = _members[^1].Hint;
            foreach (FlushMember member in _members)
            {
                InvalidationHint hint = profile.HintOf(mutations.Has(Mutation.M32) ? last : member.Hint);
                batch.Add(
                    member.Flush.Range.Start,
                    member.Flush.Range.LengthBytes,
                    mutations.Has(Mutation.M6) ? InvalidationHint.LeafOnly : hint);
            }

            batch.Drain(own);
        }

        List<InvalidationDescriptor> devices = [];
        foreach (CacheTag tag in tags.Where(static tag => tag.Ats))
        {
            devices.AddRange(own.Select(region => OfDevice(tag.Requester, domain, region)));
        }

        return mutations.Has(Mutation.M7) ? [.. devices, .. own] : [.. own, .. devices];
    }

    private static InvalidationDescriptor OfDevice(int requester, int domain, InvalidationDescriptor region) =>
        region.Kind == InvalidationKind.IotlbDomain
            ? InvalidationDescriptor.DeviceTlb(requester, domain, default, 63)
            : InvalidationDescriptor.DeviceTlb(requester, domain, region.Start, region.SizeLog2);
}
