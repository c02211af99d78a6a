namespace PhyrActors.Actors;

/// <summary>A device's own cache of translations.</summary>
/// <param name="Entries">How many it holds; 0: the device does not translate.</param>
/// <param name="Ways">Its associativity.</param>
/// <param name="CanBeLate">A choice at each invalidation says whether the device answers too late, or is
/// gone.</param>
public sealed record AtsSettings(int Entries, int Ways, bool CanBeLate)
{
    public static readonly AtsSettings Off = new(0, 1, CanBeLate: false);
}
