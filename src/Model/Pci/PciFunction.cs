namespace PhyrActors.Model;

/// <summary>What a function is in the tree.</summary>
public enum PciFunctionKind
{
    RootPort = 0,
    SwitchUpstreamPort = 1,
    SwitchDownstreamPort = 2,
    Endpoint = 3,
}

/// <summary>One function below a root complex: a bridge port or an endpoint.</summary>
public sealed class PciFunction
{
    private readonly List<PciBar> _bars = [];
    private bool _acsRedirect;

    internal PciFunction(int index, PciFunctionKind kind, PciFunction? upstream) =>
        (Index, Kind, Upstream) = (index, kind, upstream);

    /// <summary>Position in the topology, in order of creation.</summary>
    public int Index { get; }

    public PciFunctionKind Kind { get; }

    /// <summary>The bridge above; none above a root port.</summary>
    public PciFunction? Upstream { get; }

    public IReadOnlyList<PciBar> Bars => _bars;

    /// <summary>An endpoint answers memory requests only with this bit of its command register set.</summary>
    public bool MemoryEnabled { get; set; }

    /// <summary>The port sends peer requests up to the root complex (ACS request, completion redirect or egress
    /// control). </summary>
    /// <exception cref="InvalidOperationException">Only root ports and switch downstream ports have it.</exception>
    public bool AcsRedirect
    {
        get => _acsRedirect;
        set => _acsRedirect = Kind is PciFunctionKind.RootPort or PciFunctionKind.SwitchDownstreamPort
            ? value
            : throw new InvalidOperationException($"a {Kind} redirects nothing");
    }

    internal void AddBar(PciBar bar) => _bars.Add(bar);

    /// <summary>This function is the other or lies below it.</summary>
    internal bool IsAtOrBelow(PciFunction other)
    {
        PciFunction? at = this;
        while (at is not null && at != other)
        {
            at = at.Upstream;
        }

        return at is not null;
    }

    public override string ToString() => $"{Kind} {Index}";
}
