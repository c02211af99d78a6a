namespace PhyrActors.Model;

public sealed partial class Scatterlist
{
    // SG_DMA_BUS_ADDRESS of include/linux/scatterlist.h.
    private const uint BusFlag = 1;

    private const int LengthBit = 32;

    /// <summary>Whether the device's side is one entry for one, as long as the CPU's.</summary>
    private bool HasDmaLength => _layout == ScatterlistLayout.WithDmaLength;

    private CpuRange CpuAt(StoragePlace place)
    {
        Pfn page = _tables.PageAt(place) ?? throw new InvalidOperationException("The entry has no page.");
        ulong sizes = _tables[place][1];
        return _providers.Find(new Phyr(page.Address + (sizes & uint.MaxValue), sizes >> LengthBit));
    }

    private DmaRange DmaAt(StoragePlace place)
    {
        Span<ulong> words = _tables[place];
        ulong lengthBytes = HasDmaLength ? (words[3] & uint.MaxValue) : words[1] >> LengthBit;
        bool isBus = HasDmaLength ? words[3] >> LengthBit == BusFlag : _isBus;
        return isBus
            ? new DmaRange(new BusAddr(words[2]), lengthBytes)
            : new DmaRange(new Iova(words[2]), lengthBytes);
    }

    private void SetLength(StoragePlace place, uint lengthBytes)
    {
        ref ulong sizes = ref _tables[place][1];
        sizes = (sizes & uint.MaxValue) | ((ulong)lengthBytes << LengthBit);
    }

    private void SetDma(StoragePlace place, DmaRange dma)
    {
        Span<ulong> words = _tables[place];
        words[2] = ((IRange<DmaRange>)dma).StartValue;
        if (HasDmaLength)
        {
            words[3] = dma.LengthBytes | (dma.IsBus ? (ulong)BusFlag << LengthBit : 0);
        }
    }

    /// <returns>False: there is no memory for a table.</returns>
    private bool AddEntry(Pfn? page, uint offsetBytes, uint lengthBytes, int needed)
    {
        StoragePlace place = _last;
        if (!(OrigNents == 0 ? _tables.TryStart(needed, out place) : _tables.TryGoOn(ref place, needed)))
        {
            return false;
        }

        if (OrigNents > 0)
        {
            _tables.SetEnd(_last, false);
        }

        _last = place;
        _tables.SetPage(place, page);
        _tables[place][1] = offsetBytes | ((ulong)lengthBytes << LengthBit);
        _lengthBytes += lengthBytes;
        Nents = ++OrigNents;
        return true;
    }

    private string? WhyNotMapped(RangeDma dma)
    {
        string? reason = dma.Count > OrigNents ? $"{dma[0]} and what follows: there are {OrigNents} entries."
            : dma.LengthBytes != _lengthBytes ? $"{dma[0]} and what follows: the list has {_lengthBytes} bytes."
            : null;
        StoragePlace place = default;
        for (int i = 0; i < dma.Count && reason is null; i++)
        {
            place = i == 0 ? default : _tables.Next(place);
            ulong cpuBytes = _tables[place][1] >> LengthBit;
            reason = dma[i].LengthBytes > uint.MaxValue ? $"{dma[i]}: 32 bits cannot say its length."
                : HasDmaLength ? null
                : dma[i].LengthBytes != cpuBytes ? $"{dma[i]}: without DMA lengths it has to be {cpuBytes} bytes long."
                : dma[i].IsBus != dma[0].IsBus ? $"{dma[i]}: without DMA flags a list is all bus or all IOVA."
                : null;
        }

        return reason;
    }

    /// <summary>The CPU's side as a source.</summary>
    private sealed class ScatterlistCpu(Scatterlist list) : IRangeStorage<CpuRange>
    {
        public ulong LengthBytes => list._lengthBytes;

        public ulong BytesHeld => list.BytesHeld;

        public int Read(ref StoragePlace place, Span<CpuRange> ranges)
        {
            int count = 0;
            while (count < ranges.Length && place.Table >= 0)
            {
                ranges[count++] = list.CpuAt(place);
                place = place == list._last ? new StoragePlace(-1, 0) : list._tables.Next(place);
            }

            return count;
        }
    }

    /// <summary>The device's side as a source; nothing of the CPU's can be reached from it.</summary>
    private sealed class ScatterlistDma(Scatterlist list) : IRangeStorage<DmaRange>
    {
        public ulong LengthBytes => list._lengthBytes;

        public ulong BytesHeld => list.BytesHeld;

        public int Read(ref StoragePlace place, Span<DmaRange> ranges)
        {
            int count = 0;
            while (count < ranges.Length && place.Table >= 0)
            {
                if (list.HasDmaLength && (list._tables[place][3] & uint.MaxValue) == 0)
                {
                    break;
                }

                ranges[count++] = list.DmaAt(place);
                place = place == list._last ? new StoragePlace(-1, 0) : list._tables.Next(place);
            }

            return count;
        }
    }
}
