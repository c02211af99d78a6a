namespace PhyrActors.Model;

/// <summary>Which sites may strike in one run, and when; immutable. A site without a rule costs nothing.</summary>
public sealed class FaultPlan
{
    public static readonly FaultPlan None = new(new FaultRule?[FaultSites.All.Count]);

    private readonly FaultRule?[] _rules;

    private FaultPlan(FaultRule?[] rules)
    {
        _rules = rules;
        Sites = [.. FaultSites.All.Where(site => rules[(int)site] is not null)];
    }

    /// <summary>The sites that are on.</summary>
    public IReadOnlyList<FaultSite> Sites { get; }

    public bool IsEmpty => Sites.Count == 0;

    /// <summary>Null: the site is off.</summary>
    public FaultRule? this[FaultSite site] => _rules[(int)site];

    /// <summary>These sites, without any restriction.</summary>
    public static FaultPlan Of(params ReadOnlySpan<FaultSite> sites)
    {
        FaultPlan plan = None;
        foreach (FaultSite site in sites)
        {
            plan = plan.With(site, new FaultRule());
        }

        return plan;
    }

    public FaultPlan With(FaultSite site, FaultRule rule)
    {
        FaultRule?[] rules = [.. _rules];
        rules[(int)site] = rule;
        return new FaultPlan(rules);
    }

    /// <summary>These sites of it and no others.</summary>
    public FaultPlan Only(IReadOnlyCollection<FaultSite> sites) =>
        new([.. FaultSites.All.Select(site => sites.Contains(site) ? this[site] : null)]);

    /// <summary>The same where times mean nothing.</summary>
    public FaultPlan WithoutTimes() => new(Array.ConvertAll(_rules, static rule => rule?.WithoutTimes()));
}
