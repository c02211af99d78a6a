namespace PhyrActors.Scenarios;

/// <summary>Messages and events of the toy programs.</summary>
public static class YardstickProtocol
{
    /// <summary>Begin.</summary>
    public sealed record Go;

    /// <summary>Whatever needs no answer.</summary>
    public sealed record Note(string Text);

    /// <summary>A request that changes nothing; answered by <see cref="Reply"/>.</summary>
    public sealed record Ask(int Client, int Round);

    /// <summary>Writes one more than what was read; answered by <see cref="Reply"/>.</summary>
    public sealed record Put(int Client, int Round, int Read);

    /// <summary>The answer to every request, with the server's value at that time.</summary>
    public sealed record Reply(int Value);

    /// <summary>Event of the server: a request arrived.</summary>
    public sealed record Served(int Client, int Round);

    /// <summary>Event of the server: a value was overwritten.</summary>
    public sealed record Stored(int Client, int Read, int Overwritten);
}
