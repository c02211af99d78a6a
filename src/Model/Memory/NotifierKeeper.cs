namespace PhyrActors.Model;

/// <summary>Numbers of what keeps a page that is mapped without a pin: a notifier whose invalidation has not returned.
/// They stand beside the numbers of pins.</summary>
public static class NotifierKeeper
{
    private const long First = 1L << 62;

    /// <param name="mapping">The driver's number of the page's mapping, from 0.</param>
    public static long Of(long mapping) => First | mapping;

    /// <summary>A keeper, as people are told of it.</summary>
    public static string TextOf(long keeper) =>
        keeper >= First ? $"notifier mapping {keeper & ~First}" : $"pin {keeper}";
}
