using PhyrActors.Model;

namespace PhyrActors.Scenarios;

/// <summary>The oracles of one run, in the order in which they must be shown events.</summary>
public static class OracleList
{
    /// <summary>Every oracle of the kinds asked for; new ones, for one run.</summary>
    /// <param name="kinds">Which kinds.</param>
    /// <param name="ram">Memory that devices may touch through a domain only while it is kept; leave out what the
    /// kernel owns, such as rings and tables.</param>
    public static IReadOnlyList<IOracle> Of(InvariantKind kinds, IReadOnlyList<Phyr> ram)
    {
        List<IOracle> oracles = [];
        if (kinds.HasFlag(InvariantKind.Local))
        {
            oracles.Add(new IovaExclusivityMonitor());
            oracles.Add(new PteRecheckMonitor());
            oracles.Add(new MappingContractMonitor(NoOverwrite.Id, NoOverwrite.OfMisuse));
            oracles.Add(new ExactUnmapMonitor());
            oracles.Add(new MappingContractMonitor(StateAccounting.Id, StateAccounting.OfMisuse));
            oracles.Add(new MappingContractMonitor(SingleOwner.Id, SingleOwner.OfMisuse));
            oracles.Add(new IotlbBeforeDeviceTlbMonitor());
            oracles.Add(new WaitImpliesDoneMonitor());
            oracles.Add(new AbortImpliesRetryMonitor());
            oracles.Add(new SlotConservationMonitor());
            oracles.Add(new DmaDebugMonitor([], []));
            oracles.Add(new BounceSlotMonitor());
            oracles.Add(new NoMoveMonitor());
            oracles.Add(new MemlockBalanceMonitor());
            oracles.Add(new PinProgressMonitor());
            oracles.Add(new RouteCorrectnessMonitor());
            oracles.Add(new NotifierSequenceMonitor());
            oracles.Add(new NonBlockingInvalidationMonitor());
        }

        if (kinds.HasFlag(InvariantKind.Final))
        {
            oracles.Add(new BoundedWaitMonitor());
            oracles.Add(new PinBalanceMonitor());
            oracles.Add(new NothingLeakedMonitor());
            oracles.Add(new NoDeadlockMonitor());
            oracles.Add(new UnbindEndsMonitor());
            oracles.Add(new RevokeCompletenessMonitor());
        }

        if (kinds.HasFlag(InvariantKind.Ordered))
        {
            Reach reach = new();
            oracles.Add(reach);
            oracles.Add(new InvalidateCompletenessMonitor(reach));
            oracles.Add(new PinCoversReachMonitor(reach, ram));
            oracles.Add(new NoStaleHitMonitor(reach));
            oracles.Add(new TableLifetimeMonitor());
            oracles.Add(new UnmapOrderMonitor(reach));
            oracles.Add(new NoEarlyReuseMonitor(reach));
            oracles.Add(new SyncBeforeDoorbellMonitor(reach));
            oracles.Add(new MappedDirectionMonitor(reach));
            oracles.Add(new CowStabilityMonitor());
            oracles.Add(new FailedMapGivesNothingMonitor(reach));
            oracles.Add(new AliasWithinListMonitor());
            oracles.Add(new BounceReachMonitor(reach));
            oracles.Add(new PinReturnMonitor());
            oracles.Add(new DirtyBeforeUnpinMonitor(reach));
            oracles.Add(new NoAccessAfterUnmapMonitor());
            oracles.Add(new ProviderLifetimeMonitor());
            oracles.Add(new StopBeforeUnmapMonitor());
        }

        return oracles;
    }
}
