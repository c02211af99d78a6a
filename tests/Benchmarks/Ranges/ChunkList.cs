namespace PhyrActors.Benchmarks;

/// <summary>Chunks anywhere in a machine of 1 TiB: compressed, and as plain structs with the bytes before
/// each.</summary>
internal sealed class ChunkList
{
    private const int FrameBits = 28;

    private readonly FrameBlock[] _plain;
    private readonly ulong[] _framesBefore;
    private readonly CompressedList _list;

    private ChunkList(string name, FrameBlock[] plain)
    {
        (Name, _plain) = (name, plain);
        _framesBefore = new ulong[plain.Length];
        ulong frames = 0;
        for (int i = 0; i < plain.Length; i++)
        {
            _framesBefore[i] = frames;
            frames += plain[i].Frames;
        }

        _list = Compress();
    }

    public string Name { get; }

    public double BytesAChunk => (double)_list.BytesHeld / _plain.Length;

    public static ChunkList Of(string name, Func<double, int> order, int chunks)
    {
        SplitMix64 random = new(1);
        FrameBlock[] plain = new FrameBlock[chunks];
        for (int i = 0; i < chunks; i++)
        {
            int drawn = order(random.Next() / (double)ulong.MaxValue);
            plain[i] = FrameBlock.Holding(new Pfn(random.Next() >> (64 - FrameBits)), drawn);
        }

        return new ChunkList(name, plain);
    }

    public long Encode(int times)
    {
        for (int i = 0; i < times; i++)
        {
            Compress();
        }

        return (long)times * _plain.Length;
    }

    /// <summary>The baseline of <see cref="Encode"/>: a growing list of phyrs.</summary>
    public long Collect(int times)
    {
        for (int i = 0; i < times; i++)
        {
            List<Phyr> list = [];
            foreach (FrameBlock block in _plain)
            {
                list.Add(new Phyr(block.Head.Address, block.LengthBytes));
            }
        }

        return (long)times * _plain.Length;
    }

    public long LookUp(int times)
    {
        SplitMix64 random = new(7);
        ulong found = 0;
        for (int i = 0; i < times * 1000; i++)
        {
            found += (ulong)_list.IndexAt(Math.BigMul(random.Next(), _list.Frames, out _), out _);
        }

        return found == 0 ? 0 : times * 1000L;
    }

    /// <summary>The baseline of <see cref="LookUp"/>: a binary search over the frames before each chunk.</summary>
    public long Search(int times)
    {
        SplitMix64 random = new(7);
        ulong found = 0;
        for (int i = 0; i < times * 1000; i++)
        {
            int place = Array.BinarySearch(_framesBefore, Math.BigMul(random.Next(), _list.Frames, out _));
            found += (ulong)(place < 0 ? ~place - 1 : place);
        }

        return found == 0 ? 0 : times * 1000L;
    }

    public long Decode(int times)
    {
        Span<ulong> chunks = stackalloc ulong[128];
        ulong sum = 0;
        for (int i = 0; i < times; i++)
        {
            for (int block = 0; block << 7 < _plain.Length; block++)
            {
                int count = _list.CopyBlock(block, chunks);
                sum ^= chunks[count - 1];
            }
        }

        return sum == ulong.MaxValue ? 0 : (long)times * _plain.Length;
    }

    /// <summary>The baseline of <see cref="Decode"/>: copying the structs, as many at a time.</summary>
    public long Copy(int times)
    {
        FrameBlock[] chunks = new FrameBlock[128];
        ulong sum = 0;
        for (int i = 0; i < times; i++)
        {
            for (int at = 0; at < _plain.Length; at += chunks.Length)
            {
                int count = Math.Min(chunks.Length, _plain.Length - at);
                _plain.AsSpan(at, count).CopyTo(chunks);
                sum ^= chunks[count - 1].Head.Value;
            }
        }

        return sum == ulong.MaxValue ? 0 : (long)times * _plain.Length;
    }

    /// <summary>The chunks as a range and as an array of phyrs, to be walked.</summary>
    public (Func<int, long> Range, Func<int, long> Span) Walks()
    {
        RangeCpuBuilder builder = new();
        foreach (FrameBlock block in _plain)
        {
            builder.Append(block.Head, block.Frames, block);
        }

        RangeCpu range = builder.Build();
        Phyr[] phyrs = [.. _plain.Select(block => new Phyr(block.Head.Address, block.LengthBytes))];
        return (times => WalkLoad.Walk(range, phyrs.Length, times), WalkSpan);

        long WalkSpan(int times)
        {
            ulong sum = 0;
            for (int i = 0; i < times; i++)
            {
                sum = unchecked(sum + WalkLoad.SumOf(phyrs));
            }

            return sum == 0 ? 0 : (long)times * phyrs.Length;
        }
    }

    private CompressedList Compress()
    {
        CompressedList list = new();
        foreach (FrameBlock block in _plain)
        {
            list.Append(block);
        }

        list.Trim();
        return list;
    }
}
