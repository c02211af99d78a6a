namespace PhyrActors.Exploration;

/// <summary>A key that a step read or wrote in the state that monitors share: a piece of its footprint.</summary>
public readonly record struct Touch(ulong Key, bool Writes)
{
    /// <summary>Whether two steps with these pieces depend on each other.</summary>
    public bool Meets(Touch other) => Key == other.Key && (Writes || other.Writes);
}
