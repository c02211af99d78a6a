using FsCheck;
using FsCheck.Fluent;

namespace PhyrActors.Model.Tests;

/// <summary>The fast allocator beside slow ones that know everything.</summary>
public class FastIovaAllocatorTwinTests
{
    private const ulong Page = Pfn.FrameSizeBytes;
    private static readonly Iova NoLimit = new(ulong.MaxValue);

    [Fact]
    public void A_request_is_refused_only_if_a_twin_that_tries_every_place_finds_none() =>
        Prop.ForAll(OperationDraws.Sequences(300), operations => AgreesWithTwin(operations)).QuickCheckThrowOnFailure();

    [Fact]
    public void A_free_succeeds_exactly_if_a_dictionary_holds_that_start_with_that_length() =>
        Prop.ForAll(OperationDraws.Sequences(400), operations => AgreesWithDictionary(operations))
            .QuickCheckThrowOnFailure();

    private static bool AgreesWithDictionary(int[] operations)
    {
        ulong[] lengths = [1, 3, 511, 512, (1UL << 18) - 1, 1UL << 18, (1UL << 18) + 1, 1UL << 30];
        FastIovaAllocator allocator = new(new Iova(0xFFFF_FFFF_FFFF));
        Dictionary<Iova, ulong> twin = [];
        List<Iova> starts = [];
        foreach (int operation in operations)
        {
            OperationDraws draws = new(operation);
            ulong lengthBytes = lengths[draws.Below(lengths.Length)] * Page;
            if (draws.Below(2) == 0 || starts.Count == 0)
            {
                Assert.True(allocator.TryAllocate(lengthBytes, NoLimit, out Iova start));
                twin.Add(start, lengthBytes);
                starts.Add(start);
            }
            else
            {
                Iova start = starts[draws.Below(starts.Count)];
                bool isLive = twin.TryGetValue(start, out ulong held) && held == lengthBytes;
                Assert.Equal(isLive ? Errno.None : Errno.EINVAL, allocator.Free(start, lengthBytes));
                if (isLive)
                {
                    twin.Remove(start);
                }
            }
        }

        return allocator.LiveCount == twin.Count
            && starts.All(start => allocator.IsLive(start) == twin.ContainsKey(start));
    }

    private static bool AgreesWithTwin(int[] operations)
    {
        const int granules = 1300;
        FastIovaAllocator allocator = new(new Iova((granules * Page) - 1));
        GranuleMap twin = new(granules);
        foreach (int operation in operations)
        {
            OperationDraws draws = new(operation);
            switch (draws.Below(8))
            {
                case < 4:
                    int size = 1 + draws.Below(draws.Below(4) == 0 ? 700 : 9);
                    int limitEnd = draws.Below(3) == 0 ? 1 + draws.Below(granules) : granules;
                    bool found = allocator.TryAllocate(
                        (ulong)size * Page,
                        new Iova(((ulong)limitEnd * Page) - 1),
                        out Iova start);
                    Assert.Equal(twin.HasPlace(size, limitEnd), found);
                    if (found)
                    {
                        Assert.True(twin.IsLegal((int)(start.Value / Page), size, limitEnd));
                        twin.Take((int)(start.Value / Page), size);
                    }

                    break;
                case < 7 when twin.Live.Count > 0:
                    (int first, int length) = twin.Live.ElementAt(draws.Below(twin.Live.Count));
                    int asked = draws.Below(8) == 0 ? length + 1 : length;
                    Assert.Equal(
                        twin.Free(first, asked),
                        allocator.Free(new Iova((ulong)first * Page), (ulong)asked * Page));
                    break;
                case 7 when draws.Below(4) == 0:
                    int from = draws.Below(granules);
                    int count = 1 + draws.Below(6);
                    Assert.Equal(
                        twin.Reserve(from, count),
                        allocator.Reserve(new Iova((ulong)from * Page), (ulong)count * Page));
                    break;
                default:
                    break;
            }
        }

        return allocator.LiveCount == twin.Live.Count
            && allocator.LiveBytes == (ulong)twin.Live.Values.Sum() * Page
            && twin.Live.Keys.All(start => allocator.IsLive(new Iova((ulong)start * Page)));
    }
}
