namespace PhyrActors.Model;

/// <summary>Slots of the bounce pool were taken for a piece of memory.</summary>
public sealed record BounceTaken(int Device, BounceSlot Slot, DmaDirection Direction);

/// <summary>A CPU copied between a slot and the memory that it stands for.</summary>
/// <param name="Slot">The bytes.</param>
/// <param name="ForDevice">Into the slot; otherwise out of it.</param>
public sealed record BounceCopied(BounceSlot Slot, bool ForDevice);

/// <summary>A device can reach a slot through a domain.</summary>
public sealed record BounceLinked(BounceSlot Slot, int Domain, Iova Start);

/// <summary>Slots went back to the pool.</summary>
/// <param name="Slot">The slots.</param>
/// <param name="SkipsCopy">The driver asked for no copy (SKIP_CPU_SYNC), or the map failed.</param>
public sealed record BounceReleased(BounceSlot Slot, bool SkipsCopy);
