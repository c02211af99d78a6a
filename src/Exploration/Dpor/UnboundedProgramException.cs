namespace PhyrActors.Exploration;

/// <summary>The program cannot be explored to its end: this strategy does not work on it.</summary>
public sealed class UnboundedProgramException : Exception
{
    public UnboundedProgramException()
    {
    }

    public UnboundedProgramException(string message)
        : base(message)
    {
    }

    public UnboundedProgramException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
