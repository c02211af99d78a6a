namespace PhyrActors.Exploration;

/// <summary>A trace cannot be made shorter, since it does not show its violation any more.</summary>
public sealed class ShrinkException : Exception
{
    public ShrinkException()
    {
    }

    public ShrinkException(string message)
        : base(message)
    {
    }

    public ShrinkException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
