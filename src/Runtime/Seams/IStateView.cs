namespace PhyrActors.Seams;

/// <summary>An actor that can tell its state, for people to read and for runs to compare.</summary>
/// <remarks>Asked between steps. Equal states give equal facts in the same order, and telling changes nothing. An actor
/// whose behaviour changes tells that too.</remarks>
public interface IStateView
{
    IEnumerable<StateFact> State { get; }
}

/// <summary>One part of an actor's state.</summary>
/// <param name="Name">What it is; the same for as long as it means the same.</param>
/// <param name="Value">Its value in words.</param>
public readonly record struct StateFact(string Name, string Value)
{
    public static StateFact Of<T>(string name, T value) => new(name, value?.ToString() ?? string.Empty);
}
