namespace PhyrActors.Exploration;

/// <summary>An error of the exploration itself: what it planned could not be done. Never a finding about the
/// program.</summary>
public sealed class EngineException : Exception
{
    public EngineException()
    {
    }

    public EngineException(string message)
        : base(message)
    {
    }

    public EngineException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
