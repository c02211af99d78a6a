namespace PhyrActors.Seams;

/// <summary>Virtual time that an operation costs beyond its message, charged where the runtime keeps such
/// time.</summary>
public interface IWork
{
    /// <summary>Charges <paramref name="count"/> times the row <paramref name="cost"/> of the cost table to this
    /// step.</summary>
    void Spend(string cost, long count);
}
