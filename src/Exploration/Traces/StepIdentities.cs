namespace PhyrActors.Exploration;

/// <summary>Writes the 64-bit identities of steps in one or two bytes: how far back the cause is, and which of its
/// messages this is.</summary>
/// <remarks>What no rule gives (the ticks of timers) is written as it is. So a change of how identities are made costs
/// size, never truth.</remarks>
internal sealed class StepIdentities
{
    private const int OrdinalEnd = 64;
    private const int WorldSendEnd = 4096;
    private const int Ways = 3;
    private const int Far = 3;

    private readonly List<ulong> _steps = [];

    public void Write(TraceWriter writer, TraceStep step)
    {
        ulong distance = step.Cause == 0 ? 0 : (ulong)(_steps.Count + 1 - step.Cause);
        int place = PlaceOf(step);
        bool isNear = place is >= 0 and < Far;
        writer.Number((distance * (Far + 1)) + (ulong)(isNear ? place : Far));
        if (!isNear)
        {
            writer.Number((ulong)(place + 1));
        }

        if (place < 0)
        {
            writer.Word(step.Id);
        }

        _steps.Add(step.Id);
    }

    /// <returns>The step's identity, and the number of its cause.</returns>
    public (ulong Id, int Cause) Read(TraceReader reader, StepKind kind, ulong actorId)
    {
        int head = reader.Int();
        int distance = head / (Far + 1);
        int cause = distance == 0 ? 0 : TraceReader.Checked(_steps.Count + 1 - distance, _steps.Count);
        int place = head % (Far + 1);
        place = place == Far ? reader.Int() - 1 : place;
        ulong id = place < 0 ? reader.Word() : IdOf(kind, actorId, cause, place);
        _steps.Add(id);
        return (id, cause);
    }

    private int PlaceOf(TraceStep step)
    {
        int end = step.Kind switch
        {
            StepKind.Creation => 1,
            StepKind.Timer => 0,
            _ when step.Cause == 0 => WorldSendEnd,
            StepKind.System => OrdinalEnd,
            _ => OrdinalEnd * Ways,
        };
        for (int place = 0; place < end; place++)
        {
            if (IdOf(step.Kind, step.ActorId, step.Cause, place) == step.Id)
            {
                return place;
            }
        }

        return -1;
    }

    private ulong IdOf(StepKind kind, ulong actorId, int cause, int place)
    {
        ulong salt = kind == StepKind.System ? Identities.SystemSalt : Identities.UserSalt;
        if (kind == StepKind.Creation)
        {
            return Identities.OfCreation(actorId);
        }

        if (cause == 0)
        {
            return Identities.OfMessage(Identities.OfWorldSend(salt, place), actorId, salt, 0);
        }

        ulong sending = _steps[cause - 1];
        return kind == StepKind.System
            ? Identities.OfMessage(sending, actorId, salt, place)
            : (place % Ways) switch
            {
                0 => Identities.OfMessage(sending, actorId, salt, place / Ways),
                1 => Identities.OfUnstashed(sending, place / Ways),
                _ => Identities.OfMessage(sending, actorId, Identities.DeathSalt, place / Ways),
            };
    }
}
