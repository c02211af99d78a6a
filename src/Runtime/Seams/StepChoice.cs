namespace PhyrActors.Seams;

/// <summary>A choice made in a step: which of so many alternatives.</summary>
public readonly record struct StepChoice(string Site, int Count, int Chosen);
