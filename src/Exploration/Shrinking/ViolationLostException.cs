namespace PhyrActors.Exploration;

/// <summary>A trace does not show its violation any more.</summary>
public sealed class ViolationLostException : Exception
{
    public ViolationLostException()
    {
    }

    public ViolationLostException(string message)
        : base(message)
    {
    }

    public ViolationLostException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
