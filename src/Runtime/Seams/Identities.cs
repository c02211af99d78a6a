namespace PhyrActors.Seams;

/// <summary>How identities are made from causes: the same in every run in which the cause occurs.</summary>
public static class Identities
{
    /// <summary>The rolling hash of a run before its first step.</summary>
    public const ulong HashStart = 1;

    /// <summary>An ordinary message.</summary>
    public const ulong UserSalt = 0;

    /// <summary>A message of the runtime.</summary>
    public const ulong SystemSalt = 0x73797374;

    /// <summary>The word of an actor's death.</summary>
    public const ulong DeathSalt = 0x64656164;

    private const ulong CreationSalt = 0x63726561;
    private const ulong FrontSalt = 0x66726f6e;
    private const ulong TimerSalt = 0x74696d65;

    /// <summary>What stands for a cause where the world outside sends its message number
    /// <paramref name="number"/>, from 1.</summary>
    public static ulong OfWorldSend(ulong salt, int number) => unchecked(salt + (ulong)number);

    /// <param name="cause">The identity of the step that sends.</param>
    /// <param name="receiver">The receiver's identity.</param>
    /// <param name="salt">What kind of message it is.</param>
    /// <param name="ordinal">Which message of the step in that channel, from 0.</param>
    public static ulong OfMessage(ulong cause, ulong receiver, ulong salt, int ordinal) =>
        SplitMix64.Mix(SplitMix64.Mix(cause, receiver), salt + (ulong)ordinal);

    /// <summary>A message that comes out of a stash, as it is delivered again.</summary>
    public static ulong OfUnstashed(ulong cause, int ordinal) =>
        SplitMix64.Mix(SplitMix64.Mix(cause, FrontSalt), (ulong)ordinal);

    /// <summary>An actor.</summary>
    /// <param name="cause">The identity of the step that makes it; for the world outside the number of actors so
    /// far.</param>
    /// <param name="ordinal">Which creation of the step, from 0.</param>
    public static ulong OfActor(ulong cause, int ordinal) => SplitMix64.Mix(cause, CreationSalt + (ulong)ordinal);

    /// <summary>The step in which an actor starts.</summary>
    public static ulong OfCreation(ulong actor) => SplitMix64.Mix(actor, CreationSalt);

    /// <summary>The delivery of a timer's message.</summary>
    /// <param name="timer">The timer's identity.</param>
    /// <param name="firing">Which firing it is, from 0.</param>
    public static ulong OfTick(ulong timer, int firing) => SplitMix64.Mix(timer, (ulong)firing);

    /// <summary>A timer.</summary>
    /// <param name="cause">The identity of the step that starts it.</param>
    /// <param name="ordinal">Which timer of the step, from 0.</param>
    /// <param name="key">The text of its key.</param>
    public static ulong OfTimer(ulong cause, int ordinal, string key) => SplitMix64.Mix(
        SplitMix64.Mix(cause, TimerSalt + (ulong)ordinal), SplitMix64.Hash(key));
}
