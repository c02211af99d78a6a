using System.Runtime.InteropServices;
using PhyrActors.Model;

namespace PhyrActors.Scenarios;

/// <summary>Counts the faults of a run by actor and site.</summary>
internal sealed class FaultStatistics
{
    private readonly Dictionary<(string Actor, FaultSite Site), long> _counts = [];

    public static IReadOnlyList<Type> Listens { get; } = [typeof(FaultInjected)];

    public IReadOnlyList<FaultTally> Summary =>
    [
        .. _counts
            .OrderBy(static count => count.Key.Site)
            .ThenBy(static count => count.Key.Actor, StringComparer.Ordinal)
            .Select(static count => new FaultTally(count.Key.Actor, count.Key.Site, count.Value)),
    ];

    public bool TryCount(object @event)
    {
        if (@event is not FaultInjected fault)
        {
            return false;
        }

        CollectionsMarshal.GetValueRefOrAddDefault(_counts, (fault.Actor, fault.Site), out _)++;
        return true;
    }
}
