namespace PhyrActors.Exploration;

/// <summary>An actor program that can be run again and again, each time in a fresh system.</summary>
/// <remarks>Two starts on equal systems must build the same actors in the same order and send the same
/// messages.</remarks>
public interface IProgram
{
    string Name { get; }

    /// <summary>The messages that actors of this program may take in either order without a difference, or
    /// null.</summary>
    ICommuting? Commuting => null;

    /// <summary>When a run must come to rest, or null: at the step limit of the exploration.</summary>
    LivenessBounds? Liveness => null;

    /// <summary>Builds the actors of one run and sends the first messages.</summary>
    /// <param name="system">Empty and not yet running. Tell with <c>ActorRefs.NoSender</c>: what starts the program may
    /// itself be an actor of another system, and must not become anybody's sender.</param>
    IProgramRun Start(ControlledSystem system);
}

/// <summary>What watches one run of a program; new for every run.</summary>
public interface IProgramRun
{
    IReadOnlyList<IMonitor> Monitors { get; }

    /// <summary>The race windows that this program hopes to open; may be empty.</summary>
    IReadOnlyList<Sometimes> Windows { get; }

    /// <summary>A hash of the whole state as it is now, such as <see cref="ControlledSystem.StateHash"/> gives; null
    /// when it is not known. A run whose state comes back makes no progress, and is ended.</summary>
    ulong? StateHash => null;
}
