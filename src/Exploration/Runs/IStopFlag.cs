namespace PhyrActors.Exploration;

/// <summary>Says, to code that will take long, that nobody waits for it any more. Safe to read on any thread.</summary>
public interface IStopFlag
{
    bool Raised { get; }
}

/// <summary>The flag that nobody raises.</summary>
public sealed class NeverStop : IStopFlag
{
    public static readonly NeverStop Instance = new();

    private NeverStop()
    {
    }

    public bool Raised => false;
}
