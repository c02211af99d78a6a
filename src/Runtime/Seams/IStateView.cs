namespace PhyrActors.Seams;

/// <summary>An actor that can tell its state, for people to read and for runs to compare.</summary>
/// <remarks>Asked between steps. Equal states give equal facts in the same order, and telling changes
/// nothing.</remarks>
public interface IStateView
{
    IEnumerable<StateFact> State { get; }

    /// <summary>The facts are all that decides what the actor does from now on, its behaviour and what it has stashed
    /// too: runs may take states with the same facts for the same. Otherwise they are what helps people.</summary>
    bool TellsAll => false;
}

/// <summary>One part of an actor's state.</summary>
/// <param name="Name">What it is; the same for as long as it means the same.</param>
/// <param name="Value">Its value in words.</param>
public readonly record struct StateFact(string Name, string Value)
{
    public static StateFact Of<T>(string name, T value) => new(name, value?.ToString() ?? string.Empty);
}
