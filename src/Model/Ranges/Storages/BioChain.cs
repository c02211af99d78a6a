namespace PhyrActors.Model;

/// <summary>Bios linked one behind the other, each with at most 256 bio_vecs (BIO_MAX_VECS) and less than 4 GiB, as
/// 32 bits say its length (bi_size).</summary>
/// <remarks>Source: include/linux/blk_types.h and block/bio.c:bio_full(), v6.16.</remarks>
/// <param name="providers">Whom the pages of lent memory lead to.</param>
public sealed class BioChain(ProviderTable providers) : IRangeStorage<CpuRange>, ICpuSink
{
    public const int VectorsMax = 256;

    /// <summary>What a bio takes beside its vectors.</summary>
    public static readonly ulong BioBytes = (ulong)AbiProfile.Lp64.BioBytes;

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
            _bios.Add(new BioVecArray(providers, VectorsMax, BioVecFormat.MaxSegmentBytes));
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
