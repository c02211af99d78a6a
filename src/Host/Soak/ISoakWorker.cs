namespace PhyrActors.Host;

/// <summary>Runs one world after another until there has been enough.</summary>
internal interface ISoakWorker
{
    /// <summary>Returns when there are no more seeds, or when the flag was raised.</summary>
    Task RunAsync();

    /// <summary>For the watchdog, from its own thread: says that the worker does not come on and where, once; null
    /// while all is well.</summary>
    string? Stalled(TimeSpan after);
}
