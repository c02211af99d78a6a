namespace PhyrActors.Model;

/// <summary>The model reached a state that its own rules exclude: a defect of the model or a mutation at work, never an
/// expected refusal.</summary>
public sealed class InvariantException : Exception
{
    public InvariantException()
    {
    }

    public InvariantException(string message)
        : base(message)
    {
    }

    public InvariantException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
