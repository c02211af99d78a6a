using PhyrActors.Actors;
using PhyrActors.Model;

namespace PhyrActors.Scenarios;

/// <summary>The IOMMU's part of a world: a table, units with their drivers, and the domain that is attached to
/// them.</summary>
/// <param name="Unit">The unit that translates for the NIC.</param>
/// <param name="Domain">The NIC's domain.</param>
internal sealed record IommuCast(Cast.Part Unit, Cast.Part Domain)
{
    public const int DomainNumber = 1;

    private static readonly Iova s_apertureLast = new((1UL << 48) - 1);

    public static IommuCast Add(
        Cast cast, Scenario scenario, Pfn root, Cast.Part folios, PciMachine pci, Surroundings surroundings)
    {
        bool hasNeighbour = scenario.Dma.Beside == DmaBackend.Iommu || scenario.Memory.HasDisk;
        // Behind the others is an endpoint that shares the domain and has nothing to do.
        int[] first = hasNeighbour ? [pci.Nic, pci.Near] : [pci.Nic];
        int[] other = hasNeighbour ? [pci.Far] : [pci.Near];
        IEnumerable<int[]> requesters = Enumerable.Repeat(other, scenario.Units.Units - 1).Prepend(first);
        return Add(cast, scenario, root, folios, [.. requesters], surroundings, pci.Nic);
    }

    /// <param name="cast">Where to add them.</param>
    /// <param name="scenario">The settings.</param>
    /// <param name="root">The table's root.</param>
    /// <param name="folios">Whose frames tables are.</param>
    /// <param name="requesters">The devices behind each unit.</param>
    /// <param name="surroundings">Choices, work, mutations.</param>
    /// <param name="translating">The one with a cache of its own, where ATS is on.</param>
    public static IommuCast Add(
        Cast cast,
        Scenario scenario,
        Pfn root,
        Cast.Part folios,
        IReadOnlyList<int[]> requesters,
        Surroundings surroundings,
        int translating = -1)
    {
        UnitSettings units = scenario.Units;
        Model.IoPageTable entries = new(root, units.PageSizes);
        Cast.Part table = cast.Add(
            nameof(Actors.IoPageTable),
            () => new Actors.IoPageTable(
                DomainNumber, entries, folios.Ref, surroundings));
        List<(Cast.Part Hardware, Cast.Part Driver, int Unit, int Requester)> all = [];
        foreach ((int unit, int[] devices) in requesters.Index())
        {
            (Cast.Part hardware, Cast.Part driver) = AddUnit(cast, units, unit, devices, table, root, surroundings);
            all.AddRange(devices.Select(one => (hardware, driver, unit, one)));
        }

        DomainSettings settings = Describe(scenario, root);
        IIovaAllocator iovas = units.KernelOrderIova
            ? new KernelOrderIovaAllocator(
                s_apertureLast, cpus: scenario.Load.Contexts, mutations: surroundings.Mutations)
            : new FastIovaAllocator(s_apertureLast);
        bool translates = scenario.Machine.Ats.Entries > 0;
        Cast.Part domain = cast.Add(
            nameof(IommuDomain),
            () => new IommuDomain(
                settings,
                iovas,
                table.Ref,
                all.ConvertAll(one => new CacheTag(
                    one.Driver.Ref,
                    one.Unit,
                    one.Requester,
                    translates && one.Requester == translating,
                    units.CachingMode)),
                surroundings));
        return new IommuCast(all[0].Hardware, domain);
    }

    private static (Cast.Part Hardware, Cast.Part Driver) AddUnit(
        Cast cast,
        UnitSettings units,
        int number,
        int[] requesters,
        Cast.Part table,
        Pfn root,
        Surroundings surroundings)
    {
        string suffix = number == 0 ? string.Empty : $"-{number}";
        IommuSettings settings = new(
            number,
            units.IotlbEntries,
            units.IotlbWays,
            units.Drains,
            units.CachingMode,
            units.Profile.RingLength);
        bool passesThrough = units.Mode == DomainType.Passthrough;
        Cast.Part unit = cast.Add(
            nameof(Iommu) + suffix,
            () => new Iommu(
                settings,
                [.. requesters.Select(one => new ContextEntry(one, DomainNumber, table.Ref, root, passesThrough))],
                surroundings));
        Cast.Part driver = cast.Add(
            nameof(IommuDriver) + suffix,
            () => new IommuDriver(number, unit.Ref, units.Profile, surroundings));
        return (unit, driver);
    }

    private static DomainSettings Describe(Scenario scenario, Pfn root)
    {
        UnitSettings units = scenario.Units;
        return new DomainSettings(
            DomainNumber,
            s_apertureLast,
            units.CachingMode,
            scenario.Machine.LinkBatchChunks,
            units.BatchMax,
            units.BatchWindow)
        {
            Type = units.Mode,
            Profile = units.Profile,
            Root = root,
            Cpus = scenario.Load.Contexts,
            SingleFlushQueue = units.SingleFlushQueue,
            FlushQueueSize = units.FlushQueueSize,
            FlushQueueTimeout = units.FlushQueueTimeout,
        };
    }
}
