namespace PhyrActors.Exploration;

/// <summary>A program that has smaller ones of its kind: fewer actors, less data.</summary>
public interface IReducibleProgram : IProgram
{
    /// <summary>What traces of this very program say of it.</summary>
    Provenance Provenance { get; }

    /// <summary>Ways to make it smaller in one respect, what promises most first.</summary>
    IEnumerable<ProgramReduction> Smaller();
}

/// <summary>A way to make a program smaller.</summary>
/// <param name="Name">What makes it smaller; the same for every program that this could be done to.</param>
/// <param name="Make">Makes the smaller program; null when there can be no such one.</param>
public sealed record ProgramReduction(string Name, Func<IReducibleProgram?> Make);
