namespace PhyrActors.Model;

/// <summary>A storage that is being filled, by a pin or from another storage: whoever fills it is given one and need
/// not know which.</summary>
public interface ICpuSink
{
    /// <summary>Why a range cannot follow what is there; null: it can.</summary>
    string? WhyNot(CpuRange range);

    /// <exception cref="ArgumentException">The range cannot follow.</exception>
    void Append(CpuRange range);

    /// <summary>Why pinned frames of one folio cannot follow what is there; null: they can.</summary>
    string? WhyNot(Pfn start, ulong frames, FrameBlock folio) =>
        Refusals.OutsideFolio(start, frames, folio) ?? WhyNot(CpuRange.OfFrames(start, frames));

    /// <summary>Adds pinned frames of one folio, which most storages do not keep apart.</summary>
    /// <exception cref="ArgumentException">The frames cannot follow.</exception>
    void Append(Pfn start, ulong frames, FrameBlock folio)
    {
        Refusals.ThrowIf(WhyNot(start, frames, folio));
        Append(CpuRange.OfFrames(start, frames));
    }

    /// <summary>The storage, to be read.</summary>
    /// <exception cref="InvalidOperationException">There is nothing in it.</exception>
    IRangeStorage<CpuRange> Finish();
}
