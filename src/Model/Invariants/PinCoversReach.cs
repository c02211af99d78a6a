namespace PhyrActors.Model;

/// <summary>What is known of what keeps the frames behind an entry.</summary>
public enum KeeperState
{
    /// <summary>There is no entry that leads there, or its pin was never handed out.</summary>
    Absent,

    /// <summary>The pin holds the frames.</summary>
    Held,

    /// <summary>The pin has given the frames back.</summary>
    GivenBack,
}

/// <summary>I-1: as long as a device can reach a frame, the keeper that the mapping names holds it: a pin, references,
/// a writeback, a notifier whose invalidation has not returned, or the kernel whose own it is.</summary>
public static class PinCoversReach
{
    public const string Id = "I-1";

    /// <summary>Judges an access that reached RAM through a domain.</summary>
    public static Violation? OfLanding(
        int domain, Iova iova, PhysAddr phys, long pin, KeeperState keeper, KeeperKind kind = KeeperKind.Pin) =>
        keeper switch
        {
            KeeperState.Held => null,
            KeeperState.GivenBack => new Violation(
                Id,
                $"an access to {iova} of domain {domain} landed at {phys}, which {Text(kind, pin)} has given back"),
            _ => new Violation(Id, $"an access to {iova} of domain {domain} landed at {phys}, which nothing keeps"),
        };

    /// <summary>Judges entries as they are written.</summary>
    public static Violation? OfEntries(
        int domain, IovaRange range, long pin, KeeperState keeper, KeeperKind kind = KeeperKind.Pin) =>
        keeper switch
        {
            KeeperState.Held => null,
            KeeperState.GivenBack => new Violation(
                Id, $"{RemovalText.Of(domain, range)} was mapped to frames that {Text(kind, pin)} has given back"),
            _ => new Violation(
                Id, $"{RemovalText.Of(domain, range)} was mapped for {Text(kind, pin)}, which nobody holds"),
        };

    /// <summary>Judges the release of frames that <paramref name="range"/> maps.</summary>
    /// <param name="pin">The keeper that gives back.</param>
    /// <param name="kind">What it is.</param>
    /// <param name="domain">Where the frames were mapped.</param>
    /// <param name="range">The mapping, or the part of it that is furthest from gone.</param>
    /// <param name="past">How far its removal is in the past of the release.</param>
    public static Violation? OfRelease(long pin, KeeperKind kind, int domain, IovaRange range, RemovalStep past) =>
        past == RemovalStep.Completed
            ? null
            : new Violation(
                Id,
                $"{Text(kind, pin)} gave frames back that {RemovalText.Of(domain, range)} maps, "
                + $"not ordered after {RemovalText.Lack(past)}",
                RemovalText.Step(past));

    /// <summary>Judges the release of frames in which accesses landed.</summary>
    /// <param name="pin">The keeper that gives back.</param>
    /// <param name="kind">What it is.</param>
    /// <param name="domain">Where the frames were mapped.</param>
    /// <param name="range">The mapping.</param>
    /// <param name="landingsPast">Whether every landing through it is in the past of the release.</param>
    public static Violation? OfRelease(long pin, KeeperKind kind, int domain, IovaRange range, bool landingsPast) =>
        landingsPast
            ? null
            : new Violation(
                Id,
                $"{Text(kind, pin)} gave frames back that {RemovalText.Of(domain, range)} mapped, "
                + "not ordered after an access that landed there");

    /// <summary>Judges entries that are written for memory that is said to be the kernel's own.</summary>
    /// <param name="domain">Where.</param>
    /// <param name="range">The entries.</param>
    /// <param name="frame">Ordinary memory among them.</param>
    public static Violation OfKernelEntries(int domain, IovaRange range, Pfn frame) => new(
        Id, $"{RemovalText.Of(domain, range)} was mapped without a keeper, and {frame} is not the kernel's own");

    private static string Text(KeeperKind kind, long keeper) => kind switch
    {
        KeeperKind.Reference => $"reference {keeper}",
        KeeperKind.Writeback => $"writeback {keeper}",
        _ => NotifierKeeper.TextOf(keeper),
    };
}
