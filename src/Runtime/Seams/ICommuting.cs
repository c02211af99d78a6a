namespace PhyrActors.Seams;

/// <summary>Says which messages an actor may take in either order without any difference.</summary>
/// <remarks>Two messages commute when the actor's state, the events and the footprints agree in both orders and they do
/// not both send to the same receiver. Commuting deliveries get no happens-before edge.</remarks>
public interface ICommuting
{
    /// <summary>Whether anything is declared for this class of actor.</summary>
    bool Declares(Type actor);

    /// <summary>Whether two messages to one actor of the class commute; symmetric.</summary>
    bool Commute(Type actor, object left, object right);
}
