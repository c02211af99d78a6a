namespace PhyrActors.Exploration;

/// <summary>A part of the tree: everything that begins with these deliveries, but for what sleeps after them.</summary>
/// <param name="Prefix">Deliveries with their choices, in order.</param>
/// <param name="Sleep">What somebody else explores.</param>
internal sealed record DporTask(IReadOnlyList<WakeupStep> Prefix, IReadOnlyList<WakeupStep> Sleep)
{
    public static readonly DporTask Whole = new([], []);
}
