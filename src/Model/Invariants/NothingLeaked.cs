namespace PhyrActors.Model;

/// <summary>I-41: when nothing is left to do, nothing is left: no entries, no IOVA, no charge, no pinned range, no
/// bounce slot.</summary>
public static class NothingLeaked
{
    public const string Id = "I-41";

    /// <summary>Judges a domain by its balance of 4 KiB entries written and cleared.</summary>
    public static Violation? OfEntries(int domain, long pages) =>
        Of(pages, $"domain {domain}", "pages are mapped", "more pages were cleared than mapped");

    /// <summary>Judges a domain by its balance of windows allocated and freed.</summary>
    public static Violation? OfWindows(int domain, long windows) =>
        Of(windows, $"domain {domain}", "windows of IOVA are allocated", "more windows were freed than allocated");

    /// <summary>Judges a process by its balance of pages charged and uncharged.</summary>
    public static Violation? OfCharges(int process, long pages) =>
        Of(pages, $"process {process}", "pages are charged", "more pages were uncharged than charged");

    /// <summary>Judges a pin by the ranges that were handed out and not given back.</summary>
    public static Violation? OfPin(long pin, long ranges) =>
        ranges == 0 ? null : new Violation(Id, $"pin {pin}: its range is held");

    /// <summary>Judges a bounce slot by how often it was taken and given back.</summary>
    public static Violation? OfSlot(PhysAddr slot, long balance) =>
        Of(balance, $"bounce slot {slot}", "owners are left", "it went back more often than it was taken");

    private static Violation? Of(long balance, string owner, string left, string tooFew) => balance switch
    {
        0 => null,
        > 0 => new Violation(Id, $"{owner}: {balance} {left}"),
        _ => new Violation(Id, $"{owner}: {tooFew} ({balance})"),
    };
}
