using PhyrActors.Exploration;
using PhyrActors.Model;

namespace PhyrActors.Scenarios;

/// <summary>I-1 of aliases, judged at every release of frames.</summary>
internal sealed class AliasWithinListMonitor : IOracle
{
    private readonly Dictionary<long, List<Alias>> _aliases = [];

    public string Invariant => AliasWithinList.Id;

    public InvariantKind Kind => InvariantKind.Ordered;

    public IReadOnlyList<Type> Listens { get; } =
        [typeof(ListAliased), typeof(AliasDropped), typeof(FramesUnpinned), typeof(RangeUnpinned)];

    public void On(object @event, in Stamp stamp, IFindings findings)
    {
        switch (@event)
        {
            case ListAliased aliased:
                Of(aliased.Keeper).Add(new Alias(aliased.Device));
                break;
            case AliasDropped dropped:
                Alias? live = Of(dropped.Keeper).Find(
                    alias => alias.Device == dropped.Device && alias.Dropped.Index == 0);
                if (live is not null)
                {
                    live.Dropped = stamp.Here;
                }

                break;
            case FramesUnpinned unpinned when _aliases.TryGetValue(unpinned.Pin, out List<Alias>? aliases):
                Judge(unpinned.Pin, aliases, stamp, findings);
                break;
            case RangeUnpinned unpinned:
                _aliases.Remove(unpinned.Pin);
                break;
        }
    }

    public void AtQuiescence(IFindings findings)
    {
    }

    private static void Judge(long pin, List<Alias> aliases, in Stamp stamp, IFindings findings)
    {
        foreach (Alias alias in aliases)
        {
            bool isDropped = alias.Dropped.Index != 0 && stamp.Follows(alias.Dropped);
            findings.Report(AliasWithinList.OfUnpin(pin, alias.Device, isDropped), alias.Dropped);
        }
    }

    private List<Alias> Of(long keeper)
    {
        if (!_aliases.TryGetValue(keeper, out List<Alias>? aliases))
        {
            _aliases.Add(keeper, aliases = []);
        }

        return aliases;
    }

    private sealed class Alias(int device)
    {
        public int Device { get; } = device;

        /// <summary>The step that ended it; index 0 while there is none.</summary>
        public Epoch Dropped { get; set; }
    }
}
