namespace PhyrActors.Actors;

/// <summary>Messages of actors that do something to memory again and again.</summary>
public static class EnvironmentProtocol
{
    /// <summary>Begins nothing more; what is under way ends.</summary>
    public sealed record EndEnvironment;

    /// <summary>The time for the next attempt has come.</summary>
    public sealed record AttemptDue
    {
        public static readonly AttemptDue Instance = new();
    }
}
