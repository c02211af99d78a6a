using PhyrActors.Model;

namespace PhyrActors.Scenarios;

/// <summary>A guest whose memory is the process's, with devices of its own through VFIO.</summary>
/// <param name="Domains">Domains of the container, each with a device; 0: there is no guest.</param>
/// <param name="Regions">Parts of the guest's memory that are mapped each for itself.</param>
/// <param name="Rounds">How often each is unmapped, and mapped again but for the last time.</param>
/// <param name="Concurrent">Calls under way at once.</param>
/// <param name="AccessInterval">Time between two accesses of a device; zero for none.</param>
/// <param name="AccessBytes">Bytes of an access.</param>
/// <param name="Lifetime">How long devices are at work.</param>
/// <param name="IsIommufd">Through iommufd, and not through type1.</param>
internal sealed record GuestSettings(
    int Domains,
    int Regions,
    int Rounds,
    int Concurrent,
    TimeSpan AccessInterval,
    ulong AccessBytes,
    TimeSpan Lifetime,
    bool IsIommufd)
{
    public static GuestSettings Read(Config config, MemorySettings memory)
    {
        int domains = Bounds.Int(config, "vfio.domains", 0, 2);
        int regions = Bounds.Int(config, "vfio.regions", 1, 65535);
        bool fits = memory.ProcessBytes % ((ulong)regions << Pfn.FrameSizeLog2) == 0;
        Bounds.Require(
            config, "vfio.regions", domains == 0 || fits, "a number that cuts memory.process in whole pages");
        ulong access = Bounds.Bytes(config, "vfio.access", atLeast: 1);
        Bounds.Require(
            config, "vfio.access", domains == 0 || access <= memory.ProcessBytes, "at most memory.process");
        return new GuestSettings(
            domains,
            regions,
            Bounds.Int(config, "vfio.rounds", 1),
            Bounds.Int(config, "vfio.concurrent", 1, 1024),
            Bounds.Interval(config, "vfio.accesses"),
            access,
            Bounds.Time(config, "vfio.lifetime"),
            Bounds.OneOf(config, "vfio.driver", "type1", "iommufd") == "iommufd");
    }
}
