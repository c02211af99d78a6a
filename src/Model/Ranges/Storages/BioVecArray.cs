namespace PhyrActors.Model;

/// <summary>bio_vecs side by side, 16 bytes each; a run of 4 GiB or more takes several.</summary>
/// <remarks>Neighbours are one vector as long as 32 bits can say its length. Source: block/bio.c, v6.12.</remarks>
/// <param name="providers">Whom the pages of lent memory lead to.</param>
/// <param name="vectorsMax">Room, in vectors.</param>
/// <param name="bytesMax">Room, in bytes.</param>
public sealed class BioVecArray(
    ProviderTable providers, int vectorsMax = int.MaxValue, ulong bytesMax = ulong.MaxValue)
    : IRangeStorage<CpuRange>, ICpuSink
{
    private readonly List<BioVec> _vectors = [];

    public BioVecArray()
        : this(ProviderTable.Empty)
    {
    }

    public int Count => _vectors.Count;

    public ulong LengthBytes { get; private set; }

    public ulong BytesHeld => (ulong)Count * BioVecFormat.EntryBytes;

    public BioVec this[int index] => _vectors[index];

    public string? WhyNot(CpuRange range) =>
        Refusals.TooLong(LengthBytes, range) ?? Refusals.Unknown(providers, range);

    /// <exception cref="ArgumentException">The range cannot follow, or there is no room for all of it.</exception>
    public void Append(CpuRange range)
    {
        Refusals.ThrowIf(WhyNot(range));
        ulong doneBytes = Add(range);
        Refusals.ThrowIf(doneBytes == range.LengthBytes ? null : $"{range}: {vectorsMax} vectors are not enough.");
    }

    public IRangeStorage<CpuRange> Finish() => Refusals.Filled(this);

    public int Read(ref StoragePlace place, Span<CpuRange> ranges)
    {
        int count = Math.Min(ranges.Length, Count - place.Entry);
        for (int i = 0; i < count; i++)
        {
            ranges[i] = RangeOf(_vectors[place.Entry + i]);
        }

        place.Entry += count;
        return count;
    }

    /// <summary>Adds as much as there is room for (bio_add_page).</summary>
    /// <returns>How many bytes that was.</returns>
    internal ulong Add(CpuRange range)
    {
        ulong doneBytes = 0;
        ulong wantedBytes = Math.Min(range.LengthBytes, bytesMax - LengthBytes);
        if (Count > 0 && RangeOf(_vectors[^1]) is { } last && last.TryMerge(range, out _))
        {
            doneBytes = Math.Min(wantedBytes, BioVecFormat.MaxSegmentBytes - Math.Min(
                last.LengthBytes, BioVecFormat.MaxSegmentBytes));
            _vectors[^1] = _vectors[^1] with { LengthBytes = (uint)(last.LengthBytes + doneBytes) };
        }

        while (doneBytes < wantedBytes && Count < vectorsMax)
        {
            ulong takenBytes = Math.Min(wantedBytes - doneBytes, BioVecFormat.MaxSegmentBytes);
            _vectors.Add(BioVec.Of(range.Slice(doneBytes, takenBytes).Phyr));
            doneBytes += takenBytes;
        }

        LengthBytes += doneBytes;
        return doneBytes;
    }

    private CpuRange RangeOf(BioVec vector) =>
        providers.Find(new Phyr(vector.Frame.Address + vector.OffsetBytes, vector.LengthBytes));
}
