namespace PhyrActors.Exploration;

/// <summary>Writes the 64-bit identities of steps in two or three bytes where they can be computed from a
/// cause.</summary>
/// <remarks>A message's identity mixes the sending step's with the receiver's and an ordinal. The writer looks for a
/// sending step near by that gives the identity; where none does (system messages, timers, far causes), it writes the
/// identity itself. So a change of how identities are made costs size, never truth.</remarks>
internal sealed class StepIdentities
{
    private const int DistanceMax = 256;
    private const int OrdinalMax = 4;

    private readonly List<ulong> _steps = [];
    private readonly List<ulong> _actors = [];

    public void Write(TraceWriter writer, ulong id, ulong actorId)
    {
        int actor = _actors.IndexOf(actorId);
        writer.Number((ulong)(actor + 1));
        if (actor < 0)
        {
            writer.Word(actorId);
            _actors.Add(actorId);
        }

        int cause = FindCause(id, actorId);
        writer.Number((ulong)(cause + 1));
        if (cause < 0)
        {
            writer.Word(id);
        }

        _steps.Add(id);
    }

    public (ulong Id, ulong ActorId) Read(TraceReader reader)
    {
        int actor = reader.Int() - 1;
        if (actor < 0)
        {
            _actors.Add(reader.Word());
            actor = _actors.Count - 1;
        }

        ulong actorId = TraceReader.At(_actors, actor);
        int cause = reader.Int() - 1;
        ulong id = cause < 0
            ? reader.Word()
            : IdOf(TraceReader.At(_steps, _steps.Count - 1 - (cause / OrdinalMax)), actorId, cause % OrdinalMax);
        _steps.Add(id);
        return (id, actorId);
    }

    private static ulong IdOf(ulong cause, ulong actorId, int ordinal) =>
        SplitMix64.Mix(SplitMix64.Mix(cause, actorId), (ulong)ordinal);

    /// <returns>Steps back and ordinal in one number, or -1.</returns>
    private int FindCause(ulong id, ulong actorId)
    {
        int distanceEnd = Math.Min(DistanceMax, _steps.Count);
        for (int distance = 0; distance < distanceEnd; distance++)
        {
            ulong lane = SplitMix64.Mix(_steps[_steps.Count - 1 - distance], actorId);
            for (int ordinal = 0; ordinal < OrdinalMax; ordinal++)
            {
                if (SplitMix64.Mix(lane, (ulong)ordinal) == id)
                {
                    return (distance * OrdinalMax) + ordinal;
                }
            }
        }

        return -1;
    }
}
