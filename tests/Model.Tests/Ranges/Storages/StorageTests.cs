namespace PhyrActors.Model.Tests;

public sealed class StorageTests
{
    public static TheoryData<string> Names => [.. StorageFormats.Names];

    public static TheoryData<string, string> Pairs
    {
        get
        {
            TheoryData<string, string> pairs = [];
            foreach ((string from, string to) in StorageFormats.Pairs)
            {
                pairs.Add(from, to);
            }

            return pairs;
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    [Trait("row", "R1")]
    [Trait("row", "R4")]
    public void Every_storage_gives_back_what_was_put_in_or_refuses_by_its_rule(string name) =>
        RangeLists.Check(ranges =>
        {
            IRangeStorage<CpuRange>? storage = StorageFormats.Filled(name, ranges, out string? refusal);

            return storage is null
                ? !StorageFormats.CanHold(name, ranges) && !string.IsNullOrEmpty(refusal)
                : StorageFormats.CanHold(name, RangeLists.Merged(ranges))
                    && RangeLists.Merged(RangeLists.Of(storage)).SequenceEqual(RangeLists.Merged(ranges))
                    && storage.LengthBytes == Ranges.Sum(ranges.Select(range => range.Phyr));
        });

    [Theory]
    [MemberData(nameof(Pairs))]
    [Trait("row", "R4")]
    public void A_list_goes_there_and_back_unchanged_or_is_refused_with_a_reason(string from, string to) =>
        RangeLists.Check(ranges =>
        {
            List<CpuRange> merged = RangeLists.Merged(ranges);
            StorageConversions conversions = new();
            IRangeStorage<CpuRange>? source = StorageFormats.Filled(from, merged, out _);
            if (source is null)
            {
                return !StorageFormats.CanHold(from, merged);
            }

            IRangeStorage<CpuRange>? there =
                conversions.TryConvert(source, StorageFormats.New(to), out string? refusal);
            if (there is null)
            {
                return !StorageFormats.CanHold(to, merged) && refusal!.Contains("0x", StringComparison.Ordinal);
            }

            IRangeStorage<CpuRange>? back = conversions.TryConvert(there, StorageFormats.New(from), out _);

            return StorageFormats.CanHold(to, merged)
                && back is not null
                && RangeLists.Of(back).SequenceEqual(RangeLists.Of(source))
                && back.BytesHeld == source.BytesHeld
                && conversions.Lists == 2;
        });

    [Theory]
    [MemberData(nameof(Names))]
    public void A_cursor_goes_on_from_any_byte_of_any_storage(string name) =>
        RangeLists.Check(ranges =>
        {
            if (StorageFormats.Filled(name, ranges, out _) is not { } storage)
            {
                return true;
            }

            ulong offsetBytes = unchecked(storage.LengthBytes * 0x9E3779B97F4A7C15) % (storage.LengthBytes + 1);
            List<CpuRange> seen = [];
            RangeCursor<CpuRange> cursor = new(storage);
            cursor.Seek(offsetBytes);
            while (cursor.MoveNext())
            {
                seen.Add(cursor.Current);
            }

            return seen.SequenceEqual(RangeLists.Skip(RangeLists.Of(storage), offsetBytes));
        });

    [Theory]
    [MemberData(nameof(Names))]
    [Trait("row", "T4")]
    public void A_range_of_5_GiB_keeps_its_length_in_every_storage(string name)
    {
        CpuRange range = new(new Phyr(new PhysAddr(1UL << 32), 5 * Ranges.GiB));

        IRangeStorage<CpuRange>? storage = StorageFormats.Filled(name, [range], out _);

        Assert.Equal([range], RangeLists.Merged(RangeLists.Of(storage!)));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Walking_a_storage_allocates_nothing(string name)
    {
        IRangeStorage<CpuRange> storage = StorageFormats.Filled(
            name, Enumerable.Range(0, 1000).Select(Frame), out _)!;
        Walk(storage);

        // The runtime itself may allocate on this thread while code warms up: a walk that needs memory always does.
        long least = long.MaxValue;
        for (int walk = 0; walk < 8; walk++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            ulong bytes = Walk(storage);
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);

            Assert.Equal(storage.LengthBytes, bytes);
        }

        Assert.Equal(0, least);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void An_empty_storage_cannot_be_finished(string name) =>
        Assert.Throws<InvalidOperationException>(() => StorageFormats.New(name).Finish());

    private static CpuRange Frame(int i) => new(new Phyr(new Pfn((ulong)i * 2).Address, 4096));

    private static ulong Walk(IRangeStorage<CpuRange> storage)
    {
        ulong bytes = 0;
        RangeCursor<CpuRange> cursor = new(storage);
        while (cursor.MoveNext())
        {
            bytes += cursor.Current.LengthBytes;
        }

        return bytes;
    }
}
