namespace PhyrActors.Model;

/// <summary>Neighbouring frames of a machine of up to 16 TiB.</summary>
/// <remarks>Shape: first frame inclusive, length; both in frames of 4 KiB.</remarks>
public readonly record struct FrameRun(uint Start, uint Frames);
