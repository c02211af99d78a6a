namespace PhyrActors.Model;

/// <summary>Bios linked one behind the other, each with at most 256 bio_vecs (BIO_MAX_VECS).</summary>
/// <remarks>Source: struct bio, include/linux/blk_types.h, v6.12: 112 bytes with inline encryption and integrity
/// left out.</remarks>
/// <param name="providers">Whom the pages of lent memory lead to.</param>
public sealed class BioChain(ProviderTable providers) : IRangeStorage<CpuRange>, ICpuSink
{
    public const int VectorsMax = 256;
    public const ulong BioBytes = 112;

    private readonly List<BioVecArray> _bios = [];

    public BioChain()
        : this(ProviderTable.Empty)
    {
    }

    public int Count => _bios.Count;

    public ulong LengthBytes { get; private set; }

    public ulong BytesHeld
    {
        get
        {
            ulong bytes = (ulong)Count * BioBytes;
            foreach (BioVecArray bio in _bios)
            {
                bytes += bio.BytesHeld;
            }

            return bytes;
        }
    }

    public string? WhyNot(CpuRange range) =>
        Refusals.TooLong(LengthBytes, range) ?? Refusals.Unknown(providers, range);

    public void Append(CpuRange range)
    {
        Refusals.ThrowIf(WhyNot(range));
        ulong doneBytes = Count == 0 ? 0 : _bios[^1].Add(range);
        while (doneBytes < range.LengthBytes)
        {
            _bios.Add(new BioVecArray(providers, VectorsMax));
            doneBytes += _bios[^1].Add(range.Slice(doneBytes, range.LengthBytes - doneBytes));
        }

        LengthBytes += range.LengthBytes;
    }

    public IRangeStorage<CpuRange> Finish() => Refusals.Filled(this);

    public int Read(ref StoragePlace place, Span<CpuRange> ranges)
    {
        int count = 0;
        while (count < ranges.Length && place.Table < Count)
        {
            StoragePlace inBio = new(0, place.Entry);
            int read = _bios[place.Table].Read(ref inBio, ranges[count..]);
            count += read;
            place = read == 0 ? new StoragePlace(place.Table + 1, 0) : place with { Entry = inBio.Entry };
        }

        return count;
    }
}
