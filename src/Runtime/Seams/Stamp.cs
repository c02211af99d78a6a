using System.Runtime.Intrinsics;

namespace PhyrActors.Seams;

/// <summary>A step's place in happens-before: the actor's slot and the step's number at that actor, from 1.</summary>
/// <remarks>Index 0 is "before everything".</remarks>
public readonly record struct Epoch(int Actor, int Index);

/// <summary>All that happened before a step, and the step itself; complete once the step is over.</summary>
public readonly struct Past
{
    internal Past(int[] clock) => Clock = clock;

    internal int[]? Clock { get; }
}

/// <summary>What a monitor may know of the step in which an event was published: its causes, and nothing of its place
/// among unordered steps.</summary>
public readonly ref struct Stamp(Epoch here, int[] clock, long timeNanoseconds)
{
    private readonly int[] _clock = clock;

    /// <summary>The publishing step.</summary>
    public Epoch Here { get; } = here;

    /// <summary>Virtual time at the publishing actor; for measuring, never for a verdict on order.</summary>
    public long TimeNanoseconds { get; } = timeNanoseconds;

    /// <summary>Whether clocks are kept; without them <see cref="Follows"/> is the order of this run.</summary>
    public bool HasClock => _clock.Length > 0;

    /// <summary>The publishing step's past, to be joined to later steps.</summary>
    public Past Past => new(_clock);

    /// <summary>Whether the step of <paramref name="earlier"/> happens before this one (or is this one).</summary>
    public bool Follows(Epoch earlier) =>
        _clock.Length == 0 || earlier.Index == 0
        || (earlier.Actor < _clock.Length && _clock[earlier.Actor] >= earlier.Index);

    /// <summary>Makes an earlier step, and all before it, part of this step's past: the two met in something that both
    /// touched and at least one wrote.</summary>
    /// <remarks>What this step has sent knows it too: messages carry their step's clock itself.</remarks>
    public void Join(Past earlier)
    {
        if (earlier.Clock is not { } before || _clock.Length == 0)
        {
            return;
        }

        // A step's clock is as wide as every clock that was there before it; widths are multiples of eight.
        for (int i = 0; i + 8 <= before.Length; i += 8)
        {
            Vector256.Max(Vector256.LoadUnsafe(ref before[i]), Vector256.LoadUnsafe(ref _clock[i]))
                .StoreUnsafe(ref _clock[i]);
        }
    }
}
