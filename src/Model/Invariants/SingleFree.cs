namespace PhyrActors.Model;

/// <summary>I-7: a window of IOVA is freed once, and with the length with which it was allocated.</summary>
public static class SingleFree
{
    public const string Id = "I-7";

    /// <summary>Judges a window as it is freed.</summary>
    /// <param name="domain">The domain.</param>
    /// <param name="freed">What is freed.</param>
    /// <param name="live">The live window that begins there.</param>
    public static Violation? OfFree(int domain, IovaRange freed, IovaRange? live)
    {
        if (live is not { } window)
        {
            return new Violation(Id, $"{RemovalText.Of(domain, freed)} was freed and is not allocated");
        }

        return window == freed
            ? null
            : new Violation(
                Id,
                $"{RemovalText.Of(domain, freed)} was freed with {freed.LengthBytes} bytes and allocated with "
                + $"{window.LengthBytes}");
    }
}
