namespace PhyrActors.Seams;

/// <summary>Where everything comes from that no message determines: a fault, a size, a victim.</summary>
public interface IChoices
{
    /// <summary>A number in <c>[0, count)</c>; 0 is always the plain choice.</summary>
    /// <param name="site">The name of the decision, such as <c>link.cut</c>; stable, since traces carry it.</param>
    /// <param name="count">How many alternatives there are; at least 1.</param>
    /// <param name="isDue">Where no schedule decides: whether its time has come; if not, the choice is plain, and kept
    /// like any other, so that a schedule can make it again.</param>
    int Choose(string site, int count, bool isDue = true);

    /// <summary>A number in <c>[0, count)</c> from the actor's own generator: an ordinary draw that no strategy steers,
    /// such as the next offset of a load.</summary>
    ulong Draw(ulong count);
}
