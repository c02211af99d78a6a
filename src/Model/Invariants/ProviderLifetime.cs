namespace PhyrActors.Model;

/// <summary>I-26: no device holds an address into a BAR once its memory is switched off or its provider is
/// gone.</summary>
public static class ProviderLifetime
{
    public const string Id = "I-26";

    /// <summary>Judges the end of a BAR.</summary>
    /// <param name="provider">Whose BAR.</param>
    /// <param name="held">Addresses that were lent and have not come back.</param>
    /// <param name="returnsPast">Whether every return is in the past of the end.</param>
    public static Violation? OfEnd(int provider, long held, bool returnsPast)
    {
        if (held > 0)
        {
            return new Violation(
                Id, $"the BAR of function {provider} went while peers held {held} addresses in it", "their return");
        }

        return returnsPast
            ? null
            : new Violation(
                Id, $"the BAR of function {provider} went, not ordered after a peer's return of an address in it");
    }
}
