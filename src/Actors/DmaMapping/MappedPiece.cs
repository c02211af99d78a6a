namespace PhyrActors.Actors;

/// <summary>A part of a mapping that has something to give back.</summary>
/// <param name="Entry">What the device was told.</param>
/// <param name="Slot">The bounce slot behind it, if any.</param>
/// <param name="State">The window of IOVA, if any.</param>
/// <param name="IsGart">It lies in the aperture.</param>
internal readonly record struct MappedPiece(
    DmaRange Entry, BounceSlot? Slot = null, Iova? State = null, bool IsGart = false);

/// <summary>What a device has mapped, as a later unmap finds it.</summary>
internal sealed class LiveMapping(
    RangeCpu range, long keeper, MapPlan plan, IReadOnlyList<MappedPiece> pieces, bool needsUnmap)
{
    public RangeCpu Range { get; } = range;

    public long Keeper { get; } = keeper;

    public MapPlan Plan { get; } = plan;

    public IReadOnlyList<MappedPiece> Pieces { get; } = pieces;

    /// <summary>Nothing is held: the driver may just forget it.</summary>
    public bool IsForgettable { get; } = !needsUnmap && plan.Kind != MapPlanKind.Alias;
}
