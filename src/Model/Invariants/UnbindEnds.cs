namespace PhyrActors.Model;

/// <summary>I-31: the unbinding of a provider ends: when nothing is left to do, nobody waits for a reference on
/// it.</summary>
public static class UnbindEnds
{
    public const string Id = "I-31";

    /// <summary>Judges an unbinding that has not ended.</summary>
    public static Violation OfProvider(int provider) =>
        new(Id, $"the unbinding of function {provider} waits for references that nobody will give back");
}
