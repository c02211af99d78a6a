namespace PhyrActors.Model;

/// <summary>I-12: a device is told of an address only after dma_iova_sync returned 0 for all of it.</summary>
public static class SyncBeforeDoorbell
{
    public const string Id = "I-12";

    /// <param name="domain">The domain.</param>
    /// <param name="posted">What the device is told of.</param>
    /// <param name="synced">What was synced after its entries were last written, in the past of the post; any order,
    /// may overlap.</param>
    public static Violation? OfPost(int domain, IovaRange posted, IReadOnlyList<IovaRange> synced)
    {
        Iova next = posted.Start;
        while (LastFrom(next, synced) is { } last)
        {
            if (last >= posted.Last)
            {
                return null;
            }

            next = last + 1;
        }

        return new Violation(
            Id,
            $"{RemovalText.Of(domain, posted)} was posted, not ordered after entries and a sync of {next}",
            $"a sync of {next}");
    }

    private static Iova? LastFrom(Iova next, IReadOnlyList<IovaRange> synced)
    {
        for (int i = 0; i < synced.Count; i++)
        {
            if (synced[i].Contains(next))
            {
                return synced[i].Last;
            }
        }

        return null;
    }
}
