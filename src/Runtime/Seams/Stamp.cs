namespace PhyrActors.Seams;

/// <summary>A step's place in happens-before: the actor's slot and the step's number at that actor, from 1.</summary>
/// <remarks>Index 0 is "before everything".</remarks>
public readonly record struct Epoch(int Actor, int Index);

/// <summary>What a monitor may know of the step in which an event was published: its causes, and nothing of its place
/// among unordered steps.</summary>
public readonly ref struct Stamp(Epoch here, ReadOnlySpan<int> clock, long timeNanoseconds)
{
    private readonly ReadOnlySpan<int> _clock = clock;

    /// <summary>The publishing step.</summary>
    public Epoch Here { get; } = here;

    /// <summary>Virtual time at the publishing actor; for measuring, never for a verdict on order.</summary>
    public long TimeNanoseconds { get; } = timeNanoseconds;

    /// <summary>Whether clocks are kept; without them <see cref="Follows"/> is the order of this run.</summary>
    public bool HasClock => !_clock.IsEmpty;

    /// <summary>Whether the step of <paramref name="earlier"/> happens before this one (or is this one).</summary>
    public bool Follows(Epoch earlier) =>
        _clock.IsEmpty || earlier.Index == 0
        || (earlier.Actor < _clock.Length && _clock[earlier.Actor] >= earlier.Index);
}
