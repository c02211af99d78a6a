namespace PhyrActors.Exploration;

/// <summary>Writes the 64-bit identities of steps and actors in one or two bytes: how far back the cause is, and which
/// of its messages, timers or creations this is.</summary>
/// <remarks>What no rule gives is written as it is. So a change of how identities are made costs size, never
/// truth.</remarks>
internal sealed class StepIdentities
{
    private const int OrdinalEnd = 64;
    private const int WorldEnd = 4096;
    private const int Ways = 3;
    private const int Far = 3;

    private readonly List<ulong> _steps = [];

    // Of a step in which a timer fired: the timer, and which firing it was.
    private readonly List<(ulong Timer, int Firing)> _firings = [];

    /// <summary>Writes which step caused this one and which of its steps it is.</summary>
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

        Add(step.Kind, step.Id, step.Cause, step.TimerKey, place);
    }

    /// <returns>The step's identity, and the number of its cause.</returns>
    public (ulong Id, int Cause) Read(TraceReader reader, StepKind kind, ulong actorId, string timerKey)
    {
        int head = reader.Int();
        int cause = CauseAt(head / (Far + 1));
        int place = head % (Far + 1);
        place = place == Far ? reader.Int() - 1 : place;
        ulong id = place < 0 ? reader.Word() : IdOf(kind, actorId, cause, timerKey, place);
        Add(kind, id, cause, timerKey, place);
        return (id, cause);
    }

    /// <summary>Writes the identity of an actor that is met for the first time, in the step that makes it.</summary>
    public void WriteActor(TraceWriter writer, TraceStep step)
    {
        int place = 0;
        while (place < WorldEnd && ActorOf(step.Cause, place) != step.ActorId)
        {
            place++;
        }

        writer.Number(place == WorldEnd ? 0 : (ulong)place + 1);
        writer.Number(step.Cause == 0 ? 0 : (ulong)(_steps.Count + 1 - step.Cause));
        if (place == WorldEnd)
        {
            writer.Word(step.ActorId);
        }
    }

    /// <returns>The actor's identity, and the number of the step that made it.</returns>
    public (ulong Id, int Cause) ReadActor(TraceReader reader)
    {
        int place = reader.Int() - 1;
        int cause = CauseAt(reader.Int());
        return (place < 0 ? reader.Word() : ActorOf(cause, place), cause);
    }

    private int CauseAt(int distance) =>
        distance == 0 ? 0 : TraceReader.Checked(_steps.Count + 1 - distance, _steps.Count);

    /// <summary>The world outside counts actors; a step counts its creations.</summary>
    private ulong ActorOf(int cause, int place) =>
        cause == 0 ? Identities.OfActor((ulong)place, 0) : Identities.OfActor(_steps[cause - 1], place);

    private void Add(StepKind kind, ulong id, int cause, string timerKey, int place)
    {
        bool isKnown = kind == StepKind.Timer && place >= 0 && cause > 0;
        (ulong, int) firing = isKnown ? FiringOf(cause, timerKey, place) : default;
        _steps.Add(id);
        _firings.Add(firing);
    }

    private int PlaceOf(TraceStep step)
    {
        int end = step.Kind == StepKind.Creation ? 1
            : step.Cause == 0 ? WorldEnd
            : OrdinalEnd * Ways;
        for (int place = 0; place < end; place++)
        {
            if (IdOf(step.Kind, step.ActorId, step.Cause, step.TimerKey, place) == step.Id)
            {
                return place;
            }
        }

        return -1;
    }

    private ulong IdOf(StepKind kind, ulong actorId, int cause, string timerKey, int place) => kind switch
    {
        StepKind.Creation => Identities.OfCreation(actorId),
        _ when cause == 0 => OfWorld(kind, actorId, place),
        StepKind.Timer => OfTick(FiringOf(cause, timerKey, place)),
        StepKind.System => Identities.OfMessage(_steps[cause - 1], actorId, Identities.SystemSalt, place),
        _ => OfMessage(_steps[cause - 1], actorId, place % Ways, place / Ways),
    };

    private static ulong OfWorld(StepKind kind, ulong actorId, int number)
    {
        ulong salt = kind == StepKind.System ? Identities.SystemSalt : Identities.UserSalt;
        return Identities.OfMessage(Identities.OfWorldSend(salt, number), actorId, salt, 0);
    }

    private static ulong OfMessage(ulong cause, ulong actorId, int way, int ordinal) => way switch
    {
        0 => Identities.OfMessage(cause, actorId, Identities.UserSalt, ordinal),
        1 => Identities.OfUnstashed(cause, ordinal),
        _ => Identities.OfMessage(cause, actorId, Identities.DeathSalt, ordinal),
    };

    private static ulong OfTick((ulong Timer, int Firing) firing) => Identities.OfTick(firing.Timer, firing.Firing);

    /// <summary>Place 0 is the next firing of the timer that fired in the cause; others are the first firing of a timer
    /// that the cause started.</summary>
    private (ulong Timer, int Firing) FiringOf(int cause, string timerKey, int place) => place == 0
        ? (_firings[cause - 1].Timer, unchecked(_firings[cause - 1].Firing + 1))
        : (Identities.OfTimer(_steps[cause - 1], place - 1, timerKey), 0);
}
