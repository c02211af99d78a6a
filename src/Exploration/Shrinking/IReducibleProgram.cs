namespace PhyrActors.Exploration;

/// <summary>A program that has smaller ones of its kind: fewer actors, less data.</summary>
public interface IReducibleProgram : IProgram
{
    /// <summary>What traces of this very program say of it.</summary>
    Provenance Provenance { get; }

    /// <summary>Programs that are smaller in one respect, what promises most first; each is valid.</summary>
    IEnumerable<IReducibleProgram> Smaller();
}
