namespace PhyrActors.Exploration;

/// <summary>Messages were declared commuting and do not commute: an error of the program's declaration, and so of
/// everything that was explored with it.</summary>
public sealed class DeclarationException : Exception
{
    public DeclarationException()
    {
    }

    public DeclarationException(string message)
        : base(message)
    {
    }

    public DeclarationException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
