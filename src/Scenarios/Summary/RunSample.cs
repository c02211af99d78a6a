namespace PhyrActors.Scenarios;

/// <summary>What is held at one moment of virtual time, between two deliveries.</summary>
/// <param name="At">When.</param>
/// <param name="PinnedBytes">Pinned memory.</param>
/// <param name="Pinned">Its pins.</param>
/// <param name="LiveWindows">Windows of IOVA in use.</param>
/// <param name="FreeFrames">Frames of 4 KiB that the machine has left.</param>
public sealed record RunSample(
    TimeSpan At, ulong PinnedBytes, PinnedNow Pinned, long LiveWindows, long FreeFrames);
