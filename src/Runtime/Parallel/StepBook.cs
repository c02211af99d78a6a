using PhyrActors.Seams;

namespace PhyrActors.Runtime;

/// <summary>What the actors of a parallel system share where steps are followed: places in clocks, and the identities
/// of what the world outside makes and sends.</summary>
internal sealed class StepBook(IStepSink sink, ITimeProvider time, ulong seed)
{
    private int _slots;
    private int _worldActors;
    private int _worldSends;

    /// <summary>A place in clocks; 0 is the world outside.</summary>
    public int TakeSlot() => Interlocked.Increment(ref _slots);

    /// <summary>The identity of an actor that the world outside makes: as in a controlled system, which makes its world
    /// and its guardian first, and starts neither before the first actor.</summary>
    public ulong NextActor()
    {
        int number = Interlocked.Increment(ref _worldActors);
        return Identities.OfActor((ulong)number, number == 2 ? 1 : 0);
    }

    public ClockedMessage FromOutside(object message, ulong receiver, ulong salt)
    {
        ulong step = Identities.OfWorldSend(salt, Interlocked.Increment(ref _worldSends));
        return new ClockedMessage(message, Identities.OfMessage(step, receiver, salt, 0), []);
    }

    /// <summary>What the actor draws.</summary>
    public SplitMix64 DrawsOf(ulong identity) => new(SplitMix64.Mix(seed, identity));

    /// <summary>What decides its choices, apart from what it draws.</summary>
    public SplitMix64 ChoicesOf(ulong identity) =>
        new(SplitMix64.Mix(SplitMix64.Mix(seed, identity), Node.ChoicesSalt));

    public void Show(
        in StepView step, Epoch here, int[] clock, IReadOnlyList<object> events, IReadOnlyList<StepChoice> choices) =>
        sink.OnStep(step, new Stamp(here, clock, time.MonotonicClock.Ticks * 100), events, choices);
}
