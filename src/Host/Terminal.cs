namespace PhyrActors.Host;

/// <summary>Where a command writes: results to one stream, everything else to the other.</summary>
internal sealed class Terminal(TextWriter output, TextWriter error)
{
    public TextWriter Output => output;

    public TextWriter Error => error;

    /// <summary>Somebody watches: progress may be redrawn in place.</summary>
    public bool IsWatched { get; } = ReferenceEquals(error, Console.Error) && !Console.IsErrorRedirected;
}
