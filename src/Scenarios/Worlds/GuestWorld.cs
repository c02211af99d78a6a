using PhyrActors.Actors;
using PhyrActors.Model;

namespace PhyrActors.Scenarios;

/// <summary>The cast of a guest: a process that is its memory, a container of VFIO or pages of iommufd with one or two
/// domains, a device in each, and what works against pins.</summary>
internal static class GuestWorld
{
    private static readonly Iova s_apertureLast = new((1UL << 48) - 1);

    public static void Build(ActorSystem system, Scenario scenario, Surroundings surroundings)
    {
        MemorySettings memory = scenario.Memory;
        MemoryImage image = MemoryImage.Build(
            memory, scenario.Load.ForkSharedBytes, ProcessCast.Process, scenario.Seed);
        PciMachine pci = PciMachine.Build(memory.MachineBytes);
        int[] devices = [.. new[] { pci.Nic, pci.Near }.Take(scenario.Guest.Domains)];

        Cast cast = new();
        ProcessCast process = ProcessCast.Add(cast, scenario, image, surroundings, new MemlockAccount(0));
        (Cast.Part unit, Cast.Part[] domains) =
            AddDomains(cast, scenario, image, process.Folios, devices, surroundings);
        Cast.Part fabric = cast.Add(
            nameof(PcieFabric), () => new PcieFabric(pci.Topology, unit.Ref, process.Physical.Ref, surroundings));
        foreach (int device in devices)
        {
            cast.Add(
                $"{nameof(GuestDevice)}-{device}",
                () => new GuestDevice(device, memory.ProcessBytes, scenario.Guest, fabric.Ref, surroundings));
        }

        List<(Cast.Part Actor, object Farewell)> environment =
            EnvironmentCast.Add(cast, scenario, process, surroundings);
        RdmaWorld.AddDomainChange(cast, scenario.Units.BecomesLazyAfter, domains[0]);
        if (scenario.Guest.IsIommufd)
        {
            AddIommufd(cast, scenario, process, domains, environment);
        }
        else
        {
            AddType1(cast, scenario, process, domains, environment, surroundings);
        }

        cast.Create(system, scenario.IsReversed);
    }

    private static void AddType1(
        Cast cast,
        Scenario scenario,
        ProcessCast process,
        Cast.Part[] domains,
        List<(Cast.Part Actor, object Farewell)> environment,
        Surroundings surroundings)
    {
        MemlockAccount locked = ProcessCast.AccountOf(scenario.Memory);
        Cast.Part vfio = cast.Add(
            nameof(VfioType1),
            () => new VfioType1(
                new VfioSettings(
                    ProcessCast.Process, process.Pinner.Ref, [.. domains.Select(static domain => domain.Ref)], locked)
                {
                    PinBatchPages = scenario.Machine.PinBatchPages,
                },
                surroundings));
        cast.Add(
            nameof(Hypervisor),
            () => new Hypervisor(
                scenario.Guest,
                scenario.Memory.ProcessBytes,
                vfio.Ref,
                environment.ConvertAll(one => (one.Actor.Ref, one.Farewell))));
    }

    /// <summary>One iopt_pages a part of the memory, all charged to one user.</summary>
    private static void AddIommufd(
        Cast cast,
        Scenario scenario,
        ProcessCast process,
        Cast.Part[] domains,
        List<(Cast.Part Actor, object Farewell)> environment)
    {
        int regions = scenario.Guest.Regions;
        ulong regionBytes = scenario.Memory.ProcessBytes / (ulong)regions;
        MemlockAccount user = ProcessCast.AccountOf(scenario.Memory);
        Cast.Part[] pages =
        [
            .. Enumerable.Range(0, regions).Select(region => cast.Add(
                nameof(IoptPages) + Suffix(region),
                () => new IoptPages(new IoptPagesSettings(
                    region + 1, process.Pinner.Ref, regionBytes, Writable: true, IoptAccount.User, user)
                {
                    Memory = MemoryImage.ProcessStart + ((ulong)region * regionBytes),
                }))),
        ];
        cast.Add(
            nameof(IommufdUser),
            () => new IommufdUser(
                scenario.Guest,
                regionBytes,
                [.. pages.Select(static one => one.Ref)],
                [.. domains.Select(static domain => domain.Ref)],
                environment.ConvertAll(one => (one.Actor.Ref, one.Farewell))));
    }

    /// <summary>A table and a domain for each device, and the one unit that all are behind.</summary>
    private static (Cast.Part Unit, Cast.Part[] Domains) AddDomains(
        Cast cast,
        Scenario scenario,
        MemoryImage image,
        Cast.Part folios,
        int[] devices,
        Surroundings surroundings)
    {
        UnitSettings units = scenario.Units;
        Pfn[] roots = [.. devices.Select((_, place) => place == 0 ? image.TableRoot : image.AllocateTableRoot())];
        Cast.Part[] tables =
        [
            .. roots.Select((root, place) => cast.Add(
                nameof(Actors.IoPageTable) + Suffix(place),
                () => new Actors.IoPageTable(
                    place + 1, new Model.IoPageTable(root, units.PageSizes), folios.Ref, surroundings))),
        ];
        Cast.Part unit = cast.Add(
            nameof(Iommu),
            () => new Iommu(
                new IommuSettings(
                    0,
                    units.IotlbEntries,
                    units.IotlbWays,
                    units.Drains,
                    units.CachingMode,
                    units.Profile.RingLength),
                [
                    .. devices.Select((device, place) =>
                        new ContextEntry(device, place + 1, tables[place].Ref, roots[place], false)),
                ],
                surroundings));
        Cast.Part driver = cast.Add(
            nameof(IommuDriver), () => new IommuDriver(0, unit.Ref, units.Profile, surroundings));
        Cast.Part[] domains =
        [
            .. devices.Select((device, place) => cast.Add(
                nameof(IommuDomain) + Suffix(place),
                () => new IommuDomain(
                    Describe(scenario, place + 1, roots[place]),
                    new FastIovaAllocator(s_apertureLast),
                    tables[place].Ref,
                    [new CacheTag(driver.Ref, 0, device, Ats: false, units.CachingMode)],
                    surroundings))),
        ];
        return (unit, domains);
    }

    private static string Suffix(int place) => place == 0 ? string.Empty : $"-{place}";

    private static DomainSettings Describe(Scenario scenario, int number, Pfn root) => new(
        number,
        s_apertureLast,
        scenario.Units.CachingMode,
        scenario.Machine.LinkBatchChunks,
        scenario.Units.BatchMax,
        scenario.Units.BatchWindow)
    {
        Profile = scenario.Units.Profile,
        Root = root,
    };
}
