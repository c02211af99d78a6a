namespace PhyrActors.Actors;

/// <summary>A device's own cache of translations.</summary>
/// <param name="Entries">How many it holds; 0: the device does not translate.</param>
/// <param name="Ways">Its associativity.</param>
public sealed record AtsSettings(int Entries, int Ways)
{
    public static readonly AtsSettings Off = new(0, 1);
}
