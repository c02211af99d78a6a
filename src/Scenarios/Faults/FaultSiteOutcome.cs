using PhyrActors.Model;

namespace PhyrActors.Scenarios;

/// <summary>What a sweep saw of one site.</summary>
public sealed class FaultSiteOutcome(FaultSite site)
{
    private readonly SortedSet<string> _broken = new(StringComparer.Ordinal);

    public FaultSite Site { get; } = site;

    /// <summary>Occasions of the run in which nothing failed.</summary>
    public long Occasions { get; internal set; }

    /// <summary>Runs in which it struck.</summary>
    public long Struck { get; private set; }

    /// <summary>A run passed untouched: the site has no further occasion.</summary>
    public bool IsExhausted { get; internal set; }

    /// <summary>The invariants that were found violated.</summary>
    public IReadOnlyCollection<string> Broken => _broken;

    /// <summary>The first run that is not as the catalogue says, or null.</summary>
    public FaultCase? Difference { get; private set; }

    /// <summary>What the other faults of the run account for is not put down to this one.</summary>
    internal void Add(FaultCase run)
    {
        Struck += run.Struck ? 1 : 0;
        IEnumerable<string> ofOthers = run.Faults
            .Where(fault => fault.Site != Site)
            .SelectMany(static fault => FaultCatalogue.Of(fault.Site).MayBreak);
        _broken.UnionWith(run.Outcome.Findings.Select(static finding => finding.Invariant).Except(ofOthers));
        Difference ??= run.Agrees ? null : run;
    }
}
