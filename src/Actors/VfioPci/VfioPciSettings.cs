namespace PhyrActors.Actors;

/// <summary>A function that VFIO has, and what its user does with it.</summary>
/// <param name="Function">The function's place in the topology.</param>
/// <param name="Buffer">The dma-buf over its BAR.</param>
/// <param name="Fabric">Where its command register is.</param>
/// <param name="Resets">How often it is reset before its memory is switched off and its file closed.</param>
/// <param name="Interval">Time until the next of these.</param>
/// <param name="ResetTime">How long a reset takes.</param>
public sealed record VfioPciSettings(
    int Function, IActorRef Buffer, IActorRef Fabric, int Resets, TimeSpan Interval, TimeSpan ResetTime);
